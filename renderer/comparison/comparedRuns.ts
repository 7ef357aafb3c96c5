import type { RunRecord } from '../../protocol/records.ts'
import type { ComparedRun } from '../../protocol/statistics/index.ts'
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
