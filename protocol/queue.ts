import type { RunConfig } from './config/index.ts'
import type { RunRecord } from './records.ts'

/** The runs that wait, first first. */
export interface QueueState {
  runs: string[]
  /** Nothing of it is started until it is let go. */
  held: boolean
}

/** What of a config decides how long a step takes. */
const shape = ({ task, baseline, data, image, model, autoencoder, patch, train, engine }: RunConfig): string =>
  JSON.stringify([task, baseline, data.name, data.sequenceLength, image.size, image.latents, model, autoencoder, patch, train.batch, train.optimizer, engine])

/**
 * Milliseconds that a waiting run will likely take: its steps at the median pace of finished runs of the same shape.
 * @returns null where none of them is known
 */
export const expectedDuration = (run: RunRecord, known: readonly RunRecord[]): number | null => {
  const wanted = shape(run.config)
  const paces = known
    .filter(({ status, started, ended, step, config }) => status === 'finished' && started !== null && ended !== null && step > 0 && shape(config) === wanted)
    .map(({ started, ended, step }) => (ended! - started!) / step)
    .sort((a, b) => a - b)
  const pace = paces[Math.floor(paces.length / 2)]
  return pace === undefined ? null : pace * Math.max(0, run.config.train.steps - run.step)
}

/** When the running run and all that wait will be done. `unknown` counts those that nothing is known of, which come on top. */
export const queueEnd = (running: RunRecord | undefined, waiting: readonly RunRecord[], known: readonly RunRecord[], now: number): { end: number; unknown: number } => {
  const first = running === undefined ? 0 : running.expectedEnd === null ? expectedDuration(running, known) : Math.max(0, running.expectedEnd - now)
  const durations = [first, ...waiting.map((run) => expectedDuration(run, known))]
  return { end: now + durations.reduce<number>((sum, duration) => sum + (duration ?? 0), 0), unknown: durations.filter((duration) => duration === null).length }
}
