import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reachOf } from '../../../protocol/inspection/index.ts'
import { matrixOf } from '../matrix/bits.ts'
import { booleanProduct, reachByLayer } from './layers.ts'
import { causal, testSequence, transfusion } from '../matrix/testSequence.ts'

const cells = (size: number) => fc.array(fc.boolean(), { minLength: size * size, maxLength: size * size })

it('the boolean product is what three loops say', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }).chain((size) => fc.tuple(fc.constant(size), cells(size), cells(size))), ([size, left, right]) => {
    const a = matrixOf(size, (q, k) => left[q * size + k]!), b = matrixOf(size, (q, k) => right[q * size + k]!)
    const product = booleanProduct(a, b), all = Array.from({ length: size }, (_, i) => i)
    for (const q of all) for (const k of all) expect(product.has(q, k)).toBe(all.some((m) => a.has(q, m) && b.has(m, k)))
  }), { numRuns: 15 })
})

describe('reach', () => {
  it('of a transitive mask is the mask: layers add nothing', () => {
    const sequence = testSequence('t3 i2 t2 i3 | t2')
    expect(reachByLayer(matrixOf(sequence.length, transfusion(sequence)), 12)).toHaveLength(1)
    expect(reachByLayer(matrixOf(50, causal), 12)).toHaveLength(1)
  })

  it('of a window of one grows by one key a layer until all is reached', () => {
    const window = matrixOf(10, (q, k) => k === q || k === q - 1)
    expect(reachByLayer(window, 4).map((matrix) => matrix.count())).toEqual([19, 27, 34, 40])
    expect(reachByLayer(window, 100)).toHaveLength(9)
  })

  it('is, row by row, what the protocol follows for one position', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }).chain((size) => fc.tuple(fc.constant(size), fc.array(fc.nat(9), { minLength: size * size, maxLength: size * size }))), ([size, draws]) => {
      const mask = matrixOf(size, (q, k) => draws[q * size + k] === 0)
      const all = reachByLayer(mask, 4)
      for (let q = 0; q < size; q++) expect(all.at(-1)!.row(q)).toEqual(reachOf(mask, q, 4).at(-1)!)
    }), { numRuns: 20 })
  })
})
