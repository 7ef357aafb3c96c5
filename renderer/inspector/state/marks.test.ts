import { expect, it } from 'vitest'
import { matrixOf } from '../matrix/bits.ts'
import { reachByLayer } from '../reach/layers.ts'
import { lineOf, litPositions, mark, marksOfReach, marksOfTwo } from './marks.ts'

const lower = matrixOf(5, (q, k) => k <= q), upper = matrixOf(5, (q, k) => k >= q)

it('a row is what a query sees, a column who sees a key', () => {
  expect([...lineOf(lower, 1, 'sees', 5)]).toEqual([1, 1, 0, 0, 0])
  expect([...lineOf(lower, 1, 'seenBy', 5)]).toEqual([0, 1, 1, 1, 1])
})

it('two masks: what both show and what one alone shows', () => {
  expect([...marksOfTwo(lower, upper, 1, 'sees', 5)]).toEqual([mark.onlyA, mark.seen, mark.onlyB, mark.onlyB, mark.onlyB])
})

it('layers: the mask, what earlier ones added, what the last added', () => {
  const layers = reachByLayer(matrixOf(5, (q, k) => k === q || k === q - 1), 3)
  const marks = marksOfReach(layers, 4, 'sees', 5)
  expect([...marks]).toEqual([mark.none, mark.new, mark.reached, mark.seen, mark.seen])
  expect(litPositions(marks)).toEqual([1, 2, 3, 4])
})
