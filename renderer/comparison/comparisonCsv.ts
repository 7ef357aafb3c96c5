import { configDifference } from '../../protocol/config/parse.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { paperText, runsCsv, type Study } from '../../protocol/statistics/index.ts'
import type { MetricStore } from '../state/metrics.ts'

/** The table that is shown, as CSV: the same rows and columns, every digit. */
export const comparisonCsv = (runs: readonly RunRecord[], study: Study, grouped: boolean, details: boolean, metrics: Pick<MetricStore, 'last'>): string => {
  const keys = study.metrics.map(({ key }) => key).filter((key) => details || key.split('.').length === 2)
  if (grouped) return paperText(study, 'csv', { spread: 'std', metrics: keys })
  const differences = configDifference(runs.map(({ config }) => config))
  return runsCsv(runs.map((run, row) => ({
    ...run,
    values: differences.map(({ values }) => (typeof values[row] === 'object' && values[row] !== null ? JSON.stringify(values[row]) : values[row])),
    metrics: keys.map((key) => metrics.last(run.id, key)),
  })), differences.map(({ path }) => path), keys)
}
