import type { Variant } from '../../protocol/statistics/index.ts'
import type { Series } from '../state/series.ts'

/** Loss by noise level over the steps of training; a missing number is NaN. */
export interface NoiseMap {
  steps: number[]
  levels: number[]
  /** [levels, steps]: the mean over the runs that have the number. */
  values: number[][]
}

const prefix = 'eval.epsilonMse.t'

interface NoiseMetrics {
  keys(run: string): string[]
  series(run: string, key: string): Pick<Series, 'steps' | 'values'> | undefined
}

/** A variant that was measured by noise level at one step. */
export interface MeasuredOnce {
  key: string
  label: string
  map: NoiseMap
}

/** The variants by noise level; null where one was measured at several steps, or none was. */
export const measuredOnce = (variants: readonly Pick<Variant, 'key' | 'label' | 'counted'>[], metrics: NoiseMetrics): MeasuredOnce[] | null => {
  const maps = variants.flatMap(({ key, label, counted }) => {
    const map = noiseMap(counted.map(({ id }) => id), metrics)
    return map ? [{ key, label, map }] : []
  })
  return maps.length > 0 && maps.every(({ map }) => map.steps.length === 1) ? maps : null
}

/** The map of several runs of one variant; null when none was measured by noise level. */
export const noiseMap = (runs: readonly string[], metrics: NoiseMetrics): NoiseMap | null => {
  const levels = [...new Set(runs.flatMap((run) => metrics.keys(run).flatMap((key) => (key.startsWith(prefix) ? [Number(key.slice(prefix.length))] : []))))].filter(Number.isFinite).sort((a, b) => a - b)
  const table = levels.map((level) => {
    const sums = new Map<number, { sum: number; n: number }>()
    for (const run of runs) {
      const { steps, values } = metrics.series(run, `${prefix}${level}`) ?? { steps: [], values: [] }
      steps.forEach((step, i) => {
        const { sum, n } = sums.get(step) ?? { sum: 0, n: 0 }
        if (Number.isFinite(values[i]!)) sums.set(step, { sum: sum + values[i]!, n: n + 1 })
      })
    }
    return sums
  })
  const steps = [...new Set(table.flatMap((sums) => [...sums.keys()]))].sort((a, b) => a - b)
  if (steps.length === 0) return null
  return { steps, levels, values: table.map((sums) => steps.map((step) => { const at = sums.get(step); return at ? at.sum / at.n : NaN })) }
}
