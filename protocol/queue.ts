import type { RunConfig } from './config/index.ts'
import type { RunRecord } from './records.ts'

/** The runs that wait, first first. */
export interface QueueState {
  runs: string[]
  /** Nothing of it is started until it is let go. */
  held: boolean
}

/** What of a config decides how long a step takes; kept, since it is asked of thousands of runs again and again. */
const shapes = new WeakMap<RunConfig, string>()
const shapeOf = (config: RunConfig): string => {
  const { task, baseline, data, image, model, autoencoder, patch, train, engine } = config
  const shape = shapes.get(config) ?? JSON.stringify([task, baseline, data.name, data.sequenceLength, image.size, image.latents, model, autoencoder, patch, train.batch, train.optimizer, engine])
  shapes.set(config, shape)
  return shape
}

/** Milliseconds a step of each shape of run that has finished, the median of them. */
export type Paces = ReadonlyMap<string, number>

export const pacesOf = (known: readonly RunRecord[]): Paces => {
  const measured = new Map<string, number[]>()
  for (const { status, started, ended, step, config } of known) {
    if (status !== 'finished' || started === null || ended === null || step === 0) continue
    const paces = measured.get(shapeOf(config)) ?? []
    paces.push((ended - started) / step)
    measured.set(shapeOf(config), paces)
  }
  return new Map([...measured].map(([shape, paces]) => [shape, paces.sort((a, b) => a - b)[Math.floor(paces.length / 2)]!]))
}

/**
 * Milliseconds that a run will likely take: the steps that it has left at the pace of finished runs of the same shape.
 * @returns null where none of them is known
 */
export const expectedDuration = ({ config, step }: Pick<RunRecord, 'config' | 'step'>, paces: Paces): number | null => {
  const pace = paces.get(shapeOf(config))
  return pace === undefined ? null : pace * Math.max(0, config.train.steps - step)
}

/** The paces with that of the run in training, whose shape may be known from nothing else yet: the first of a study. */
const withRunning = (paces: Paces, running: RunRecord | undefined, now: number): Paces => {
  const left = running === undefined ? 0 : running.config.train.steps - running.step
  if (running?.expectedEnd == null || left <= 0 || running.expectedEnd <= now || paces.has(shapeOf(running.config))) return paces
  return new Map([...paces, [shapeOf(running.config), (running.expectedEnd - now) / left]])
}

/** When the running run and all that wait will be done. `unknown` counts those that nothing is known of, which come on top. */
export const queueEnd = (running: RunRecord | undefined, waiting: readonly RunRecord[], known: Paces, now: number): { end: number; unknown: number } => {
  const paces = withRunning(known, running, now)
  const first = running === undefined ? 0 : running.expectedEnd === null ? expectedDuration(running, paces) : Math.max(0, running.expectedEnd - now)
  const durations = [first, ...waiting.map((run) => expectedDuration(run, paces))]
  return { end: now + durations.reduce<number>((sum, duration) => sum + (duration ?? 0), 0), unknown: durations.filter((duration) => duration === null).length }
}

/**
 * When the last of some runs will be done, where the queue goes on as it stands: what waits before them counts too.
 * @param wanted ids of the runs
 * @returns null when none of them runs or waits
 */
export const endOf = (wanted: ReadonlySet<string>, running: RunRecord | undefined, waiting: readonly RunRecord[], paces: Paces, now: number): { end: number; unknown: number } | null => {
  const last = waiting.findLastIndex(({ id }) => wanted.has(id))
  if (last < 0 && !(running && wanted.has(running.id))) return null
  return queueEnd(running, waiting.slice(0, last + 1), paces, now)
}

/** How long runs of some configs will take one after the other. `unknown` counts those that nothing is known of, which come on top. */
export const durationOf = (configs: readonly RunConfig[], paces: Paces): { milliseconds: number; unknown: number } => {
  const durations = configs.map((config) => expectedDuration({ config, step: 0 }, paces))
  return { milliseconds: durations.reduce<number>((sum, duration) => sum + (duration ?? 0), 0), unknown: durations.filter((duration) => duration === null).length }
}
