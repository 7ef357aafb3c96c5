import { colours, shapes, sizes, type Combination } from './vocabulary.ts'

/** The combinations of shape, colour and size that training never sees, and those it does. */
export interface Split {
  train: readonly Combination[]
  heldOut: readonly Combination[]
}

/** Steps between shape and colour, in the order in which diagonals of the table are held out; none is the first. */
const diagonals = [2, 5, 3, 1, 4, 0]

/** Shapes along a diagonal, mixed, so that a few held-out combinations are not simply the first shapes. */
const along = [4, 1, 0, 3, 5, 2]

/**
 * All 72 by diagonals of the table of shapes and colours, sizes in turn: any six in a row hold each shape and each
 * colour once, and the first 36 hold each pair of shape and colour in one size only.
 */
const order: readonly Combination[] = [0, 1].flatMap((pass) =>
  diagonals.flatMap((offset) =>
    along.map((row, i) => ({ shape: shapes[row]!, colour: colours[(row + offset) % colours.length]!, size: sizes[(i + pass) % sizes.length]! }))))

/**
 * Holds out a share of the 72 combinations, the same for every run; a larger share adds to the smaller one's.
 * At most half go, so every pair of shape and colour is still trained on in one of its sizes: what is asked of a model
 * is a known object in a size that it never had.
 */
export function splitCombinations(share: number): Split {
  const count = Math.min(Math.max(Math.round(share * order.length), 1), order.length / 2)
  return { train: order.slice(count), heldOut: order.slice(0, count) }
}
