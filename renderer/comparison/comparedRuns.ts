import type { RunRecord } from '../../protocol/records.ts'
import { variantKey, type ComparedRun, type Study } from '../../protocol/statistics/index.ts'
import type { MetricStore } from '../state/metrics.ts'

/** Runs with the last values that the page has of them. */
export const comparedRuns = (runs: readonly RunRecord[], metrics: Pick<MetricStore, 'keys' | 'last'>): ComparedRun[] =>
  runs.map(({ id, name, status, step, config }) => ({
    id, name, status, step, config,
    metrics: new Map(metrics.keys(id).flatMap((key) => {
      const last = metrics.last(id, key)
      return last === undefined ? [] : [[key, last] as const]
    })),
  }))

/** Runs in the order of the study's table: by variant, then by seed; repeats of a seed stay beside it. */
export const inStudyOrder = (runs: readonly RunRecord[], { variants }: Pick<Study, 'variants'>): RunRecord[] => {
  const places = new Map(variants.map(({ key }, place) => [key, place]))
  return runs
    .map((run) => ({ run, place: places.get(variantKey(run.config)) ?? variants.length }))
    .sort((a, b) => a.place - b.place || a.run.config.train.seed - b.run.config.train.seed)
    .map(({ run }) => run)
}

/** What its variant has, for each run: runs of one variant share a colour. */
export const ofVariants = <Value>(runs: readonly RunRecord[], values: ReadonlyMap<string, Value>): Map<string, Value> =>
  new Map(runs.flatMap(({ id, config }) => {
    const value = values.get(variantKey(config))
    return value === undefined ? [] : [[id, value] as const]
  }))
