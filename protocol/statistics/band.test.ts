import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bandOf } from './band.ts'

it('is the mean and spread at every x, with n', () => {
  expect(bandOf([{ x: [0, 2], y: [1, 3] }, { x: [0, 1, 2], y: [3, 4, 7] }], 'std')).toEqual({
    x: [0, 1, 2], mean: [2, 3, 5], spread: [Math.SQRT2, Math.SQRT2, Math.sqrt(8)], n: [2, 2, 2],
  })
})

it('counts a curve only where it is, and no NaN', () => {
  expect(bandOf([{ x: [0, 1], y: [1, 1] }, { x: [1, 2], y: [3, NaN] }], 'std')).toEqual({ x: [0, 1], mean: [1, 2], spread: [null, Math.SQRT2], n: [1, 2] })
  expect(bandOf([], 'std')).toEqual({ x: [], mean: [], spread: [], n: [] })
})

it('of equal curves is that curve without spread', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 20 }), fc.integer({ min: 2, max: 4 }), (y, n) => {
    const x = y.map((_, i) => i)
    const band = bandOf(Array.from({ length: n }, () => ({ x, y })), 'interval')
    expect([band.x, band.mean, band.spread]).toEqual([x, y, y.map(() => 0)])
  }))
})
