import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guide } from './guidance.ts'

/** Two predictions of the same length, without −0, which is not kept apart from 0. */
const arrays = fc.integer({ min: 1, max: 8 }).chain((length) => {
  const prediction = fc.float32Array({ minLength: length, maxLength: length, min: -10, max: 10, noNaN: true }).map((values) => values.map((value) => value + 0))
  return fc.tuple(prediction, prediction)
})
const weight = fc.double({ min: -2, max: 20, noNaN: true })

describe('classifier-free guidance', () => {
  test('w = 1 is the conditional prediction, bit for bit', () => {
    fc.assert(fc.property(arrays, ([c, u]) => {
      expect(guide(c.slice(), u, 1)).toEqual(c)
    }))
  })

  test('w = 0 is the unconditional prediction, bit for bit', () => {
    fc.assert(fc.property(arrays, ([c, u]) => {
      expect(guide(c.slice(), u, 0)).toEqual(u)
    }))
  })

  test('is affine in w: two weights predict a third', () => {
    fc.assert(fc.property(arrays, weight, ([c, u], w) => {
      const at2 = guide(c.slice(), u, 2), at3 = guide(c.slice(), u, 3)
      guide(c.slice(), u, w).forEach((value, i) => expect(Math.abs(value - (at2[i]! + (w - 2) * (at3[i]! - at2[i]!)))).toBeLessThan(2e-3))
    }))
  })

  test('is ε_u + w·(ε_c − ε_u): w = 3 at ε_c = 2, ε_u = 1 is 4', () => {
    expect([...guide(Float32Array.of(2), Float32Array.of(1), 3)]).toEqual([4])
  })

  test('of equal branches is that branch, whatever w', () => {
    fc.assert(fc.property(arrays, weight, ([c], w) => {
      expect(guide(c.slice(), c, w)).toEqual(c)
    }))
  })
})
