import type { Trend } from '../trend.ts'
import type { Soaked } from './soak.ts'

const kibibytes = (bytes: number): string => (bytes / 1024).toFixed(1)

/** How fast memory grows, KiB per 1,000 steps, with its interval. */
export const growthWords = ({ slope, lower, upper }: Trend): string => `${kibibytes(1000 * slope)} (${kibibytes(1000 * lower)} … ${kibibytes(1000 * upper)})`

/** Whether a memory that does not grow at all could have been read so. */
export const withinNoise = ({ lower, upper }: Trend): boolean => lower <= 0 && upper >= 0

/** What a soak found, in a sentence. */
export const soakSentence = ({ engine, steps, memory, trend, seconds }: Soaked): string =>
  `${steps.toLocaleString('en')} steps on ${engine.engine} (${engine.provider}) in ${(seconds / 60).toFixed(1)} minutes: ${(memory.at(-1)![1] / 2 ** 20).toFixed(0)} MiB at the end, ` +
  `growing by ${growthWords(trend)} KiB per 1,000 steps (95 % interval), ${withinNoise(trend) ? 'which is within noise of 0' : 'which noise does not explain'}.`
