import { criticalT, twoSidedT } from './studentT.ts'

/** A mean difference of pairs with its interval: Student's paired t. */
export interface PairedDifference {
  /** Pairs. */
  n: number
  /** Means of the two sides. */
  control: number
  treated: number
  /** Mean of treated − control. */
  difference: number
  /** Ends of the confidence interval of the difference; null with fewer than two pairs. */
  low: number | null
  high: number | null
  /** Two-sided p of no difference; null with fewer than two pairs. */
  p: number | null
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Treated against control, pair by pair (Student 1908): the interval is d̄ ± t · s_d / √n with n − 1 degrees of freedom.
 * Pairs share a seed, so what the seed does to both cancels.
 * @param pairs [control, treated] of each seed
 */
export const pairedDifference = (pairs: readonly (readonly [number, number])[], confidence = 0.95): PairedDifference => {
  const n = pairs.length
  const differences = pairs.map(([control, treated]) => treated - control)
  const difference = mean(differences)
  const sides = { n, control: mean(pairs.map(([control]) => control)), treated: mean(pairs.map(([, treated]) => treated)), difference }
  if (n < 2) return { ...sides, low: null, high: null, p: null }
  const variance = differences.reduce((sum, value) => sum + (value - difference) ** 2, 0) / (n - 1)
  const error = Math.sqrt(variance / n)
  const half = criticalT(confidence, n - 1) * error
  const p = error === 0 ? (difference === 0 ? 1 : 0) : twoSidedT(difference / error, n - 1)
  return { ...sides, low: difference - half, high: difference + half, p }
}
