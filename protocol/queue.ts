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
export const expectedDuration = (run: Pick<RunRecord, 'config' | 'step'>, known: readonly RunRecord[]): number | null => {
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

/**
 * When the last of some runs will be done, where the queue goes on as it stands: what waits before them counts too.
 * @param wanted ids of the runs
 * @returns null when none of them runs or waits
 */
export const endOf = (wanted: ReadonlySet<string>, running: RunRecord | undefined, waiting: readonly RunRecord[], known: readonly RunRecord[], now: number): { end: number; unknown: number } | null => {
  const last = waiting.findLastIndex(({ id }) => wanted.has(id))
  if (last < 0 && !(running && wanted.has(running.id))) return null
  return queueEnd(running, waiting.slice(0, last + 1), known, now)
}

/** How long runs of some configs will take one after the other. `unknown` counts those that nothing is known of, which come on top. */
export const durationOf = (configs: readonly RunConfig[], known: readonly RunRecord[]): { milliseconds: number; unknown: number } => {
  const durations = configs.map((config) => expectedDuration({ config, step: 0 }, known))
  return { milliseconds: durations.reduce<number>((sum, duration) => sum + (duration ?? 0), 0), unknown: durations.filter((duration) => duration === null).length }
}
