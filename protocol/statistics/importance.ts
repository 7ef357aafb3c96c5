import { confidence } from './summary.ts'
import { studentT } from './studentT.ts'

/** A setting of a run, and what the run measured. */
export interface Observation {
  value: number | string | boolean
  result: number
}

/** How much of what a measurement does goes with one setting. */
export interface Importance {
  /** Share of the variance between runs, ε² of a one-way analysis: 1 where the setting decides all; about 0, also below it, where nothing. */
  share: number
  /** Ends of the 95 % interval of the share. */
  low: number
  high: number
  /** Runs that count. */
  n: number
  /** The setting's values, or ranges of them, with how many runs had each and their mean. */
  levels: { label: string; n: number; mean: number }[]
}

/** With fewer runs than this a share is mostly chance. */
export const fewestRuns = 20

/** Runs that a value needs on average for its mean to say anything; numbers with fewer are gathered into quarters. */
const runsPerValue = 3
const ranges = 4

/**
 * Main effect of a setting: ε² = 1 − (SSW / (n − k)) ÷ (SST / (n − 1)) over the k values of the setting, which unlike η² does not
 * grow with k by chance (Kelley 1935). The interval is the jackknife's, run by run (Tukey 1958), by Student's t. What two
 * settings do together, and what was only ever changed together, it cannot tell apart.
 * @returns null with fewer than `fewestRuns` finite results, or a setting that has one value or too many for its runs
 */
export const importanceOf = (observations: readonly Observation[]): Importance | null => {
  const finite = observations.filter(({ result }) => Number.isFinite(result))
  if (finite.length < fewestRuns) return null
  const levels = levelsOf(finite)
  if (levels === null || levels.length < 2) return null
  const { share, without } = leaveOneOut(levels.map(({ results }) => results))
  const n = finite.length
  const pseudo = without.map((one) => n * share - (n - 1) * one)
  const mean = pseudo.reduce((sum, value) => sum + value, 0) / n
  const error = Math.sqrt(pseudo.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n)
  const half = error * studentT(confidence, n - 1)
  return {
    share, n, low: Math.max(0, Math.min(share, mean - half)), high: Math.min(1, Math.max(share, mean + half)),
    levels: levels.map(({ label, results }) => ({ label, n: results.length, mean: results.reduce((sum, value) => sum + value, 0) / results.length })),
  }
}

interface Level { label: string; results: number[] }

const levelsOf = (observations: readonly Observation[]): Level[] | null => {
  const groups = Map.groupBy(observations, ({ value }) => value)
  if (observations.length >= runsPerValue * groups.size) {
    return [...groups].sort(([a], [b]) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1)).map(([value, of]) => ({ label: String(value), results: of.map(({ result }) => result) }))
  }
  const numbers = observations.flatMap(({ value, result }) => (typeof value === 'number' ? [{ value, result }] : [])).sort((a, b) => a.value - b.value)
  if (numbers.length < observations.length) return null
  // Equal values stay together, or a range would end in the middle of one.
  const bounds = Array.from({ length: ranges - 1 }, (_, i) => numbers[Math.floor(((i + 1) * numbers.length) / ranges)]!.value)
  const parts = Map.groupBy(numbers, ({ value }) => bounds.filter((bound) => value >= bound).length)
  return [...parts.values()].map((part) => ({ label: part[0]!.value === part.at(-1)!.value ? String(part[0]!.value) : `${part[0]!.value} … ${part.at(-1)!.value}`, results: part.map(({ result }) => result) }))
}

/** ε² of all, and of all but each one: by what one result takes from its group's and the whole sum of squares, so in O(n). */
const leaveOneOut = (groups: readonly (readonly number[])[]): { share: number; without: number[] } => {
  const all = groups.flat()
  const n = all.length, k = groups.length
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = (values: readonly number[]): number => {
    const middle = mean(values)
    return values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  }
  const epsilon = (within: number, total: number, runs: number, values: number): number => (total <= 0 ? 0 : 1 - Math.max(0, within) / (runs - values) / (total / (runs - 1)))
  const within = groups.map(squares).reduce((sum, value) => sum + value, 0)
  const total = squares(all), centre = mean(all)
  return {
    share: epsilon(within, total, n, k),
    without: groups.flatMap((group) => {
      const own = mean(group), size = group.length
      return group.map((value) => {
        const less = size === 1 ? 0 : ((value - own) ** 2 * size) / (size - 1)
        return epsilon(within - less, total - ((value - centre) ** 2 * n) / (n - 1), n - 1, size === 1 ? k - 1 : k)
      })
    }),
  }
}
