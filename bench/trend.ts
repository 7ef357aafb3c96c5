/** How fast a series rises, whatever jumps and waves it has. */
export interface Trend {
  /** The median of the slopes between any two points (Theil and Sen). */
  slope: number
  /** Between which slopes the true one lies with 95 % confidence, for points that follow each other as closely as these do. */
  lower: number
  upper: number
}

type Points = readonly (readonly [x: number, y: number])[]

const z95 = 1.96

/**
 * The trend of a series by ranks: no outlier moves it much, and nothing is assumed of how the points scatter. The interval is Sen's (1968), from
 * the variance of Kendall's S, which is widened for points that hang together by the autocorrelation of their ranks (Hamed and Rao 1998).
 * @throws when there are fewer than ten points
 */
export const trendOf = (points: Points): Trend => {
  const n = points.length
  if (n < 10) throw new Error(`a trend needs ten points, and there are ${n}`)
  const slopes = points.flatMap(([x, y], i) => points.slice(i + 1).map(([x2, y2]) => (y2 - y) / (x2 - x))).sort((a, b) => a - b)
  const slope = middle(slopes)
  const reach = z95 * Math.sqrt(varianceOfS(points.map(([, y]) => y)) * widening(points.map(([x, y]) => y - slope * x)))
  const at = (rank: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, rank))]!
  return { slope, lower: at(Math.floor((slopes.length - reach) / 2)), upper: at(Math.ceil((slopes.length + reach) / 2)) }
}

/** Of a sorted list. */
const middle = (sorted: readonly number[]): number => (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2

/** Variance of Kendall's S without a trend; equal values take from it. */
const varianceOfS = (values: readonly number[]): number => {
  const times = new Map<number, number>()
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1)
  const term = (n: number): number => n * (n - 1) * (2 * n + 5)
  return (term(values.length) - [...times.values()].reduce((sum, t) => sum + term(t), 0)) / 18
}

/** By how much the variance of S grows where neighbours resemble each other: 1 where they do not. */
const widening = (rest: readonly number[]): number => {
  const ranks = ranksOf(rest), n = rest.length, mean = (n + 1) / 2
  const total = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0)
  // Nothing deviates.
  if (total === 0) return 1
  let sum = 0
  for (let lag = 1; lag < n; lag++) {
    const correlation = ranks.slice(lag).reduce((product, rank, i) => product + (rank - mean) * (ranks[i]! - mean), 0) / total
    if (Math.abs(correlation) > z95 / Math.sqrt(n)) sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation
  }
  // Points that avoid each other's company would narrow it: they are not trusted that far.
  return Math.max(1, 1 + (2 / (n * (n - 1) * (n - 2))) * sum)
}

/** The place of each value in their order; equal values share the middle of theirs. */
const ranksOf = (values: readonly number[]): number[] => {
  const sorted = values.toSorted((a, b) => a - b)
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1)
}
