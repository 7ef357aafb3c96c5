import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitLine } from './line.ts'

test('points on a line give that line, without error', () => {
  fc.assert(fc.property(fc.double({ min: -10, max: 10, noNaN: true }), fc.double({ min: -10, max: 10, noNaN: true }), (slope, intercept) => {
    const line = fitLine([0, 1, 2, 5, 9].map((x) => [x, intercept + slope * x] as const))
    expect(line.slope).toBeCloseTo(slope, 9)
    expect(line.intercept).toBeCloseTo(intercept, 9)
    expect(line.error).toBeCloseTo(0, 6)
  }), { seed: 1 })
})

// By hand: deviations −0.1, 0.8, −1.3, 0.6, so 2.7 / 2 / 5 = 0.27 under the root.
test('the standard error of four points', () => {
  const { slope, intercept, error } = fitLine([[1, 1], [2, 3], [3, 2], [4, 5]])
  expect([slope, intercept, error]).toEqual([expect.closeTo(1.1, 12), expect.closeTo(0, 12), expect.closeTo(Math.sqrt(0.27), 12)])
})

test('two points tell nothing of an error', () => {
  expect(() => fitLine([[0, 1], [1, 2]])).toThrow('three points')
})
