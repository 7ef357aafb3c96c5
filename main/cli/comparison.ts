import { configDifference, type Json } from '../../protocol/config/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { figure, table } from './format.ts'

/** Runs laid side by side, in the order given. */
export interface RunComparison {
  runs: Pick<RunRecord, 'id' | 'name' | 'status' | 'step'>[]
  /** Only the keys in which they differ. */
  config: { path: string; values: Json[] }[]
  metrics: MetricRow[]
  /** What else makes their numbers differ, one sentence each. */
  cautions: string[]
}

interface MetricRow {
  key: string
  values: (number | undefined)[]
  /** What is more than in the first run. */
  deltas: (number | undefined)[]
}

/** Lays runs side by side with the last value of each of their metrics. */
export const compareRuns = (chosen: readonly { run: RunRecord; metrics: Record<string, number> }[]): RunComparison => ({
  runs: chosen.map(({ run: { id, name, status, step } }) => ({ id, name, status, step })),
  config: configDifference(chosen.map(({ run }) => run.config)),
  metrics: [...new Set(chosen.flatMap(({ metrics }) => Object.keys(metrics)))].map((key) => metricRow(key, chosen.map(({ metrics }) => metrics[key]))),
  cautions: cautionsOf(chosen.map(({ run }) => run)),
})

/** The comparison as tables. */
export const comparisonText = ({ runs, config, metrics }: RunComparison): string => {
  const headings = runs.map((_, place) => `run ${place + 1}`)
  return [
    runs.map(({ id, name, status }, place) => `run ${place + 1}: ${name} (${id}, ${status})`).join('\n'),
    config.length === 0 ? 'The configs are equal.' : table(['config', ...headings], config.map(({ path, values }) => [path, ...values.map(word)])),
    metrics.length === 0 ? 'Nothing was measured.' : table(['metric', ...headings], metrics.map(({ key, values, deltas }) => [key, ...values.map((value, place) => withDelta(value, deltas[place]))])),
  ].join('\n\n')
}

const metricRow = (key: string, values: (number | undefined)[]): MetricRow => {
  const [first] = values
  const deltas = values.map((value, place) => (place === 0 || value === undefined || first === undefined ? undefined : value - first))
  return { key, values, deltas }
}

const withDelta = (value: number | undefined, delta: number | undefined): string =>
  delta === undefined || value === undefined ? figure(value) : `${figure(value)} (${delta > 0 ? '+' : ''}${figure(delta)})`

const word = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** What makes numbers of these runs differ beside their configs. */
const cautionsOf = (chosen: readonly RunRecord[]): string[] => {
  const differs = (of: (run: RunRecord) => unknown): boolean => new Set(chosen.map((run) => JSON.stringify(of(run)) ?? '')).size > 1
  const sameData = !configDifference(chosen.map((run) => run.config)).some(({ path }) => path.startsWith('data.') || path === 'image.size' || path === 'image.buckets')
  return [
    differs(({ engine }) => engine && [engine.engine, engine.provider, engine.adapter]) ? 'They ran on different engines, so small differences may be rounding.' : '',
    sameData && differs(({ datasetHash }) => datasetHash) ? 'The dataset\'s files changed between them.' : '',
    differs(({ git, appVersion }) => [git?.sha, git?.dirty, appVersion]) ? 'The app\'s source changed between them.' : '',
    differs(({ step }) => step) ? 'They have done different numbers of steps.' : '',
  ].filter(Boolean)
}
