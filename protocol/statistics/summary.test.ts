import fc from 'fast-check'
import { expect, it } from 'vitest'
import { studentT, studentTWithin } from './studentT.ts'
import { summarise } from './summary.ts'

it('has the table values of Student\'s t', () => {
  const table: [number, number, number][] = [[0.95, 1, 12.70620474], [0.95, 2, 4.30265273], [0.95, 4, 2.776445105], [0.95, 30, 2.042272456], [0.99, 9, 3.249835542], [0.9, 1000, 1.646378818]]
  for (const [share, freedom, t] of table) expect(studentT(share, freedom)).toBeCloseTo(t, 6)
})

it('is closed form for one and two degrees of freedom', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 50, noNaN: true }), (t) => {
    expect(studentTWithin(t, 1)).toBeCloseTo((2 / Math.PI) * Math.atan(t), 8)
    expect(studentTWithin(t, 2)).toBeCloseTo(t / Math.sqrt(2 + t * t), 8)
  }))
})

it('summarises by hand-checked numbers', () => {
  const summary = summarise([1, 2, 3, 4, 5])!
  expect([summary.n, summary.mean, summary.std, summary.error]).toEqual([5, 3, Math.sqrt(2.5), Math.sqrt(0.5)])
  expect(summary.interval).toBeCloseTo(1.963243, 5)
})

it('says no spread of one value, and takes no NaN for a number', () => {
  expect(summarise([7])).toEqual({ n: 1, mean: 7, std: null, error: null, interval: null })
  expect(summarise([NaN, 2, Infinity, 4])).toMatchObject({ n: 2, mean: 3 })
  expect(summarise([NaN])).toBeNull()
})

it('invents no spread of equal values, and shifts and scales as it should', () => {
  expect(summarise([0.1, 0.1, 0.1])).toEqual({ n: 3, mean: 0.1, std: 0, error: 0, interval: 0 })
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 })
  fc.assert(fc.property(values, fc.integer({ min: 1, max: 9 }), fc.integer({ min: -50, max: 50 }), (xs, scale, shift) => {
    const [before, after] = [summarise(xs)!, summarise(xs.map((x) => scale * x + shift))!]
    expect(after.mean).toBeCloseTo(scale * before.mean + shift, 6)
    expect(after.interval!).toBeCloseTo(scale * before.interval!, 6)
  }))
})
