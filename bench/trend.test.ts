import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from '../kernel/random/stream.ts'
import { trendOf, type Trend } from './trend.ts'

const steps = Array.from({ length: 50 }, (_, i) => i * 100)
const has0 = ({ lower, upper }: Trend): boolean => lower <= 0 && upper >= 0

/** Random numbers of which each keeps a share of the one before. */
const waves = (seed: number, kept: number): number[] => {
  const random = new Random({ seed, stream: 'content' })
  let last = 0
  return steps.map(() => (last = kept * last + random.normal()))
}

test('points on a line have that line\'s slope, for certain', () => {
  fc.assert(fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 }), (slope, start) => {
    expect(trendOf(steps.map((x) => [x, start + slope * x] as const))).toEqual({ slope, lower: slope, upper: slope })
  }), { seed: 1 })
})

test('a memory that never moves has no trend', () => {
  expect(trendOf(steps.map((x) => [x, 7] as const))).toEqual({ slope: 0, lower: 0, upper: 0 })
})

test('outliers do not move it', () => {
  const { slope, lower, upper } = trendOf(steps.map((x, i) => [x, i % 10 === 3 ? 1e9 : x + (i % 2)] as const))
  expect(slope).toBeCloseTo(1, 2)
  expect([lower, upper]).toEqual([expect.closeTo(1, 1), expect.closeTo(1, 1)])
})

test('a leak that noise does not hide is found', () => {
  for (let seed = 0; seed < 20; seed++) {
    const noise = waves(seed, 0.5)
    const trend = trendOf(steps.map((x, i) => [x, 0.003 * x + noise[i]!] as const))
    expect(has0(trend)).toBe(false)
    expect(trend.lower).toBeGreaterThan(0)
  }
})

// The residuals of fifty points show less of their own waves than there is: what that leaves errs to the strict side.
test('scatter alone is seldom taken for a trend, and waves in one case of four at most', () => {
  const taken = (kept: number): number => Array.from({ length: 200 }, (_, seed) => trendOf(waves(seed, kept).map((y, i) => [steps[i]!, y] as const))).filter((trend) => !has0(trend)).length / 200
  expect(taken(0)).toBeLessThan(0.1)
  expect(taken(0.6)).toBeLessThan(0.25)
})

test('few points tell nothing', () => {
  expect(() => trendOf([[0, 1], [1, 2]])).toThrow('ten points')
})
