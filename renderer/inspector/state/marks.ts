import type { BitMatrix } from '../../../protocol/inspection/index.ts'
import type { Direction } from '../words/sentence.ts'

/** How a position is lit for the one that is looked at. */
export const mark = { none: 0, seen: 1, onlyA: 2, onlyB: 3, reached: 4, new: 5 } as const

/** Row (sees) or column (seenBy) of a matrix as a byte for each of `length` positions. */
export const lineOf = (matrix: BitMatrix, at: number, direction: Direction, length: number): Uint8Array => {
  const line = new Uint8Array(length)
  for (let i = 0; i < length; i++) line[i] = (direction === 'sees' ? matrix.has(at, i) : matrix.has(i, at)) ? 1 : 0
  return line
}

/** What lights up under two masks: what both show, and what one alone shows. */
export const marksOfTwo = (a: BitMatrix, b: BitMatrix, at: number, direction: Direction, length: number): Uint8Array => {
  const inB = lineOf(b, at, direction, length)
  return lineOf(a, at, direction, length).map((inA, i) => (inA ? (inB[i] ? mark.seen : mark.onlyA) : inB[i] ? mark.onlyB : mark.none))
}

/** What lights up after some layers: the mask, what layers before added, what the last one added. @param layers at least one */
export const marksOfReach = (layers: readonly BitMatrix[], at: number, direction: Direction, length: number): Uint8Array => {
  const [mask, before, now] = [layers[0]!, layers.at(-2) ?? layers[0]!, layers.at(-1)!]
  const [direct, early] = [lineOf(mask, at, direction, length), lineOf(before, at, direction, length)]
  return lineOf(now, at, direction, length).map((seen, i) => (direct[i] ? mark.seen : early[i] ? mark.reached : seen ? mark.new : mark.none))
}

/** The lit positions, ascending. */
export const litPositions = (marks: Uint8Array, of: (mark: number) => boolean = (one) => one !== mark.none): number[] =>
  Array.from(marks.keys()).filter((i) => of(marks[i]!))
