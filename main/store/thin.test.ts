import fc from 'fast-check'
import { expect, it } from 'vitest'
import { thin } from './thin.ts'

const series = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constant(NaN)), { minLength: 1, maxLength: 300 })
  .map((values) => values.map((value, step) => ({ step, key: 'x', value })))

it('keeps the limit, the order, the ends and the extremes', () => {
  fc.assert(fc.property(series, fc.integer({ min: 8, max: 100 }), (points, limit) => {
    const kept = thin(points, limit)
    expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 1))
    expect(kept.map(({ step }) => step)).toEqual([...new Set(kept.map(({ step }) => step))].sort((a, b) => a - b))
    expect(kept[0]).toBe(points[0])
    expect(kept.at(-1)).toBe(points.at(-1))
    const numbers = points.map(({ value }) => value).filter((value) => !Number.isNaN(value))
    const values = kept.map(({ value }) => value)
    if (numbers.length > 0) {
      expect(values).toContain(numbers.reduce((a, b) => Math.min(a, b)))
      expect(values).toContain(numbers.reduce((a, b) => Math.max(a, b)))
    }
    expect(values.some(Number.isNaN)).toBe(points.some(({ value }) => Number.isNaN(value)))
  }))
})

it('bears small limits', () => {
  const points = [1, 2, 3].map((step) => ({ step, key: 'x', value: step }))
  expect(thin(points, 1).map(({ step }) => step)).toEqual([3])
  expect(thin(points, 2).map(({ step }) => step)).toEqual([1, 3])
})
