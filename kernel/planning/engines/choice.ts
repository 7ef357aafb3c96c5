import type { EngineTime } from '../../../protocol/engines.ts'

/** FLOP of a whole run from which measuring engines pays: below, it is done within a minute or two on any of them. */
const worthFlop = 1e13

export const isWorthMeasuring = (stepFlop: number, steps: number): boolean => stepFlop * steps >= worthFlop

/** Numbers of threads to try on the CPU: one per core, and one per two, which is faster where pairs of cores share arithmetic units. */
export const threadCandidates = (cores: number): number[] => [...new Set([cores, Math.ceil(cores / 2)])]

/** Fastest first, what was not timed last. */
export const ranked = (times: readonly EngineTime[]): EngineTime[] => times.toSorted((a, b) => (a.milliseconds ?? Infinity) - (b.milliseconds ?? Infinity))

/** Why an engine was chosen, for the record of a run. */
export const choiceSentence = (times: readonly EngineTime[]): string => {
  const timed = ranked(times).filter(({ milliseconds }) => milliseconds !== null)
  const words = timed.map(({ engine, threads, milliseconds }) => `${engine}${engine === 'cpu' ? ` (${threads} ${threads === 1 ? 'thread' : 'threads'})` : ''} ${inMilliseconds(milliseconds!)}`)
  return `${timed.length === 1 ? 'the only one that works here, ' : 'fastest of '}${words.join(', ')} a step`
}

/** Three digits, as far as there are so many. */
export const inMilliseconds = (value: number): string => `${value < 100 ? value.toPrecision(3) : value.toFixed(0)} ms`
