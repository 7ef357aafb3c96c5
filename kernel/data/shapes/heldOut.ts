import { colours, shapes } from './vocabulary.ts'
import type { Pair } from './vocabulary.ts'

/** The pairs of shape and colour that training never sees, and those it does. */
export interface PairSplit {
  train: readonly Pair[]
  heldOut: readonly Pair[]
}

/** Steps between shape and colour, in the order in which diagonals of the table are held out; none is the first. */
const diagonals = [2, 5, 3, 1, 4, 0]

/** Shapes along a diagonal, mixed, so that a few held-out pairs are not simply the first shapes. */
const along = [4, 1, 0, 3, 5, 2]

/** The table of shapes and colours by diagonals: any six in a row hold each shape and each colour once. */
const order: readonly Pair[] = diagonals.flatMap((offset) =>
  along.map((row) => ({ shape: shapes[row]!, colour: colours[(row + offset) % colours.length]! })))

/**
 * Holds out a share of the 36 pairs, the same for every run; a larger share adds to the smaller one's.
 * At most five diagonals go, so every shape and every colour is still trained on.
 */
export function splitPairs(share: number): PairSplit {
  const count = Math.min(Math.max(Math.round(share * order.length), 1), order.length - shapes.length)
  return { train: order.slice(count), heldOut: order.slice(0, count) }
}
