import { summarise, type Spread } from './summary.ts'

/** One curve of a band: ascending x with a value each. */
export interface BandMember {
  x: ArrayLike<number>
  y: ArrayLike<number>
}

/** Several curves as one: at each x the mean of those that reach there, its spread, and how many they are. */
export interface Band {
  x: number[]
  mean: number[]
  /** Null where fewer than two curves are. */
  spread: (number | null)[]
  n: number[]
}

/**
 * The mean and spread of curves over the union of their x. Between two of its points a curve is the straight line; before
 * its first and after its last it does not count. Values that are not finite do not count either.
 */
export const bandOf = (members: readonly BandMember[], spread: Spread): Band => {
  const band: Band = { x: [], mean: [], spread: [], n: [] }
  const readers = members.map(reader)
  const union = [...new Set(members.flatMap(({ x }) => Array.from(x)))].sort((a, b) => a - b)
  for (const x of union) {
    const summary = summarise(readers.map((read) => read(x)))
    if (!summary) continue
    band.x.push(x)
    band.mean.push(summary.mean)
    band.spread.push(summary[spread])
    band.n.push(summary.n)
  }
  return band
}

/** Reads a curve at ascending x; NaN outside of it. */
const reader = ({ x, y }: BandMember): ((at: number) => number) => {
  let i = 0
  return (at) => {
    while (i < x.length - 1 && x[i + 1]! <= at) i++
    if (x.length === 0 || at < x[0]! || at > x[x.length - 1]!) return NaN
    if (x[i] === at || i === x.length - 1) return y[i]!
    const share = (at - x[i]!) / (x[i + 1]! - x[i]!)
    return y[i]! + share * (y[i + 1]! - y[i]!)
  }
}
