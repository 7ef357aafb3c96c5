import type { RunConfig } from '../../protocol/config/index.ts'
import { betterAmong } from '../../protocol/statistics/index.ts'
import { metricInfo, metricLabel, metricRank } from '../../protocol/metricKeys.ts'

/** A metric of the comparison's table: the last value of every run. */
export interface MetricColumn {
  key: string
  label: string
  unit: string
  better: 'lower' | 'higher' | 'neither'
  values: (number | undefined)[]
  /** Indices of the runs with the best value; empty where nothing is better or all are equal. */
  best: number[]
}

/**
 * The columns for the metrics that the runs have: held-out ones first, then training, in the contract's order.
 * @param configs of the runs: what they train on may keep a loss from being compared
 */
export const metricColumns = (runs: readonly ReadonlyMap<string, number>[], configs: readonly RunConfig[] = []): MetricColumn[] => {
  const keys = [...new Set(runs.flatMap((metrics) => [...metrics.keys()]))]
  return keys.filter((key) => key !== 'train.lr').sort((a, b) => metricRank(a) - metricRank(b) || (a < b ? -1 : 1)).map((key) => {
    const info = metricInfo(key)
    const values = runs.map((metrics) => metrics.get(key))
    const better = betterAmong(key, configs)
    return { key, label: metricLabel(key), unit: info?.unit ?? '', better, values, best: bestOf(values, better) }
  })
}

/** Whether a difference from the baseline is for the better. */
export const judge = (difference: number, better: MetricColumn['better']): 'better' | 'worse' | 'same' | 'neither' =>
  better === 'neither' || Number.isNaN(difference) ? 'neither' : difference === 0 ? 'same' : (difference < 0) === (better === 'lower') ? 'better' : 'worse'

const bestOf = (values: readonly (number | undefined)[], better: MetricColumn['better']): number[] => {
  const numbers = values.filter((value): value is number => value !== undefined && Number.isFinite(value))
  if (better === 'neither' || numbers.length < 2) return []
  const best = better === 'lower' ? Math.min(...numbers) : Math.max(...numbers)
  return numbers.every((value) => value === best) && numbers.length === values.length ? [] : values.flatMap((value, i) => (value === best ? [i] : []))
}
