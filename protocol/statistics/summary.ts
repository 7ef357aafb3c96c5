import { studentT } from './studentT.ts'

/** What several seeds gave, in a few numbers. */
export interface Summary {
  /** How many values count. */
  n: number
  mean: number
  /** Sample standard deviation (n − 1); null for fewer than two values. */
  std: number | null
  /** Standard error of the mean. */
  error: number | null
  /** Half the width of the 95 % interval of the mean, by Student's t. */
  interval: number | null
}

/** How a mean's uncertainty is said. */
export type Spread = 'std' | 'error' | 'interval'
export const spreads: readonly Spread[] = ['std', 'error', 'interval']
export const spreadWords: Record<Spread, string> = { std: 'std', error: 'standard error', interval: '95 % CI' }

/** How sure an interval is. */
export const confidence = 0.95

/** The summary of the finite values; null when there is none. */
export const summarise = (values: readonly number[]): Summary | null => {
  const finite = values.filter(Number.isFinite)
  const n = finite.length
  if (n === 0) return null
  const mean = finite.reduce((sum, value) => sum + value, 0) / n
  if (n === 1) return { n, mean, std: null, error: null, interval: null }
  // Equal values have no spread; rounding of their mean must not invent one.
  const same = finite.every((value) => value === finite[0])
  const std = same ? 0 : Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  const error = std / Math.sqrt(n)
  return { n, mean: same ? finite[0]! : mean, std, error, interval: error * factor(n - 1) }
}

const factors = new Map<number, number>()

/** Student's factor for the 95 % interval; curves ask for the same few at every step. */
const factor = (freedom: number): number => {
  const known = factors.get(freedom) ?? studentT(confidence, freedom)
  factors.set(freedom, known)
  return known
}
