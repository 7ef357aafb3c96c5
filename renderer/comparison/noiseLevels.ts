import type { Series } from '../state/series.ts'

/** Loss by noise level over the steps of training; a missing number is NaN. */
export interface NoiseMap {
  steps: number[]
  levels: number[]
  /** [levels, steps]: the mean over the runs that have the number. */
  values: number[][]
}

const prefix = 'eval.epsilonMse.t'

/** The map of several runs of one variant; null when none was measured by noise level. */
export const noiseMap = (runs: readonly string[], metrics: { keys(run: string): string[]; series(run: string, key: string): Pick<Series, 'steps' | 'values'> | undefined }): NoiseMap | null => {
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
