import { studentTBeyond } from './studentT.ts'
import { summarise } from './summary.ts'

/** A mean difference of pairs with its interval: Student's paired t. */
export interface PairedTest {
  /** Pairs. */
  n: number
  /** Means of the two sides. */
  control: number
  treated: number
  /** Mean of treated − control. */
  difference: number
  /** Ends of the 95 % interval of the difference; null with fewer than two pairs. */
  low: number | null
  high: number | null
  /** Two-sided p of no difference; null with fewer than two pairs. */
  p: number | null
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Treated against control, pair by pair (Student 1908): the interval is d̄ ± t · s_d / √n with n − 1 degrees of freedom.
 * Pairs share a seed, so what the seed does to both cancels.
 * @param pairs finite [control, treated] of each seed
 */
export const pairedTest = (pairs: readonly (readonly [number, number])[]): PairedTest => {
  const n = pairs.length
  const summary = summarise(pairs.map(([control, treated]) => treated - control))
  const difference = summary?.mean ?? NaN
  const sides = { n, control: mean(pairs.map(([control]) => control)), treated: mean(pairs.map(([, treated]) => treated)), difference }
  if (!summary || summary.error === null || summary.interval === null) return { ...sides, low: null, high: null, p: null }
  const p = summary.error === 0 ? (difference === 0 ? 1 : 0) : studentTBeyond(Math.abs(difference) / summary.error, n - 1)
  return { ...sides, low: difference - summary.interval, high: difference + summary.interval, p }
}
