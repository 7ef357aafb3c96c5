import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { both, equalMatrices, matrixOf, onlyFirst } from './bits.ts'

const matrices = fc.integer({ min: 1, max: 70 }).chain((size) =>
  fc.array(fc.boolean(), { minLength: size * size, maxLength: size * size }).map((cells) => ({ size, cells, matrix: matrixOf(size, (q, k) => cells[q * size + k]!) })))

describe('a packed matrix', () => {
  it('gives back every pair, and counts them', () => {
    fc.assert(fc.property(matrices, ({ size, cells, matrix }) => {
      expect(cells.map((_, i) => matrix.has(Math.floor(i / size), i % size))).toEqual(cells)
      expect(matrix.count()).toBe(cells.filter(Boolean).length)
    }), { numRuns: 30 })
  })

  it('counts any range of a row', () => {
    fc.assert(fc.property(matrices, fc.nat(), fc.nat(), fc.nat(), ({ size, cells, matrix }, row, a, b) => {
      const q = row % size, from = a % (size + 1), to = b % (size + 1)
      expect(matrix.countInRow(q, from, to)).toBe(cells.slice(q * size, (q + 1) * size).slice(from, Math.max(from, to)).filter(Boolean).length)
    }))
  })

  it('lists what a query sees', () => {
    fc.assert(fc.property(matrices, fc.nat(), ({ size, cells, matrix }, place) => {
      const at = place % size, all = Array.from({ length: size }, (_, i) => i)
      expect(matrix.keys(at)).toEqual(all.filter((k) => cells[at * size + k]))
    }))
  })
})

it('splits two masks into what both allow and what one alone allows', () => {
  const a = matrixOf(40, (q, k) => k <= q), b = matrixOf(40, (q, k) => k >= q)
  expect([both(a, b), onlyFirst(a, b), onlyFirst(b, a)].map((matrix) => matrix.count())).toEqual([40, 780, 780])
  expect([equalMatrices(a, a), equalMatrices(a, b)]).toEqual([true, false])
  expect(() => both(a, matrixOf(3, () => true))).toThrow('two masks of 40 and 3 positions')
})

