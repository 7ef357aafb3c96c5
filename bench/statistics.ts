/** The value below which the share `q` of the values lies, between neighbours by proportion. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const below = Math.floor(at)
  return sorted[below]! + (sorted[Math.min(below + 1, sorted.length - 1)]! - sorted[below]!) * (at - below)
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The middle of a set of times, and how far its quarters reach. */
export interface Spread {
  median: number
  lower: number
  upper: number
}

export const spread = (values: readonly number[]): Spread => ({ median: median(values), lower: quantile(values, 0.25), upper: quantile(values, 0.75) })
