import type { Soaked } from './soak.ts'

const kibibytes = (bytes: number): string => (bytes / 1024).toFixed(1)

/** What a soak found, in a sentence. */
export const soakSentence = ({ engine, steps, memory, line, seconds }: Soaked): string =>
  `${steps.toLocaleString('en')} steps on ${engine.engine} (${engine.provider}) in ${(seconds / 60).toFixed(1)} minutes: ${(memory.at(-1)![1] / 2 ** 20).toFixed(0)} MiB at the end, ` +
  `growing by ${kibibytes(1000 * line.slope)} ± ${kibibytes(1000 * line.error)} KiB per 1,000 steps (least squares, standard error).`
