import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectationWords, judge, verdictWords } from './claim.ts'
import { pairedTest } from './pairedTest.ts'
import { parityRatio } from './parityRatio.ts'
import { studentT, studentTBeyond } from './studentT.ts'

describe("Student's t", () => {
  test.each([[1, 12.7062047], [2, 4.3026527], [4, 2.7764451], [9, 2.2621572], [30, 2.0422725]])('95 %% of |T| with %i degrees of freedom lie under %d', (freedom, expected) => {
    expect(studentT(0.95, freedom)).toBeCloseTo(expected, 6)
  })

  test('with one degree of freedom is Cauchy: P(|T| ≥ 1) = 1/2; with two, 1 − t/√(2 + t²)', () => {
    expect(studentTBeyond(1, 1)).toBeCloseTo(0.5, 12)
    for (const t of [0.1, 1, 5]) expect(studentTBeyond(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12)
  })
})

describe('the paired test', () => {
  test('of (1, 2), (2, 4), (3, 6) is 2 ± 4.3027 · 1/√3, p = 0.0742', () => {
    const found = pairedTest([[1, 2], [2, 4], [3, 6]])
    expect(found).toMatchObject({ n: 3, control: 2, treated: 4, difference: 2 })
    expect(found.high! - 2).toBeCloseTo(4.3026527 / Math.sqrt(3), 6)
    expect(2 - found.low!).toBeCloseTo(4.3026527 / Math.sqrt(3), 6)
    expect(found.p).toBeCloseTo(1 - 2 * Math.sqrt(3) / Math.sqrt(14), 10)
  })

  test('does not depend on what a seed adds to both sides', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.integer({ min: -99, max: 99 })), { minLength: 2, maxLength: 6 }), (rows) => {
      const plain = pairedTest(rows.map(([a, b]) => [a, b])), moved = pairedTest(rows.map(([a, b, seed]) => [a + seed, b + seed]))
      expect([moved.difference, moved.low, moved.high].map((value) => value!.toFixed(9))).toEqual([plain.difference, plain.low, plain.high].map((value) => value!.toFixed(9)))
    }))
  })

  test('of one pair has no interval; of equal differences the interval is a point', () => {
    expect(pairedTest([[1, 3]])).toMatchObject({ difference: 2, low: null, high: null, p: null })
    expect(pairedTest([[1, 2], [4, 5]])).toMatchObject({ low: 1, high: 1, p: 0 })
  })
})

describe('the verdict on a claim', () => {
  test.each([
    ['lower', -2, -1, 'seen'], ['lower', -2, 1, 'notSeen'], ['lower', 1, 2, 'opposite'],
    ['higher', 1, 2, 'seen'], ['higher', -1, 2, 'notSeen'], ['higher', -2, -1, 'opposite'],
    ['equal', -0.4, 0.4, 'seen'], ['equal', -0.4, 0.6, 'notSeen'], ['equal', 0.6, 0.8, 'opposite'], ['equal', -0.8, -0.6, 'opposite'],
    ['littleHigher', 0.1, 0.4, 'seen'], ['littleHigher', -3, -2, 'seen'], ['littleHigher', 0.4, 0.6, 'notSeen'], ['littleHigher', 0.6, 0.7, 'opposite'],
  ] as const)('expected %s, interval %d … %d, margin 0.5: %s', (expected, low, high, outcome) => {
    expect(judge(expected, { low, high }, 0.5)).toBe(outcome)
  })

  test('lower and higher are mirror images, whatever the interval', () => {
    fc.assert(fc.property(fc.integer(), fc.nat(), (low, width) => {
      expect(judge('lower', { low, high: low + width }, 0)).toBe(judge('higher', { low: -low - width, high: -low }, 0))
    }))
  })

  test('is a sentence of its own', () => {
    const found = pairedTest([[1, 0.5], [2, 1.5], [3, 2.45]])
    expect(verdictWords('seen', 'lower', found, 0)).toBe('Seen: expected lower, measured −0.517 (95 % interval −0.588 … −0.445, 3 seeds).')
    expect(verdictWords('notSeen', 'equal', found, 0.05)).toBe('Not seen at this scale: expected equal within ±0.05, and the interval of −0.517 (95 % interval −0.588 … −0.445, 3 seeds) allows both.')
    expect(verdictWords('opposite', 'higher', found, 0)).toMatch(/^Opposite at this scale: expected higher, measured −0.517 /)
    expect(verdictWords('opposite', 'equal', found, 0.05)).toMatch(/^Not equal at this scale: expected equal within ±0.05, measured −0.517 /)
    expect(verdictWords('opposite', 'littleHigher', found, 0.05)).toMatch(/^Much higher at this scale: expected at most 0.05 higher, /)
    expect(verdictWords('noInterval', 'lower', pairedTest([[1, 2]]), 0)).toBe('Not tested: one pair of runs has no interval; the difference was +1.')
    expect(expectationWords('littleHigher', 0.3)).toBe('at most 0.3 higher')
  })
})

describe('the parity FLOP ratio (Table 3)', () => {
  const law = (factor: number, slope: number, noise = [0, 0, 0, 0]) => [1e18, 1e19, 1e20, 1e21].map((flops, i) => ({ flops, metric: factor * flops ** slope * Math.exp(noise[i]!) }))

  test('of the same law at a third of the FLOPs is 1/3, and points on the lines leave no doubt', () => {
    const found = parityRatio(law(100 * 3 ** -0.05, -0.05), law(100, -0.05))
    for (const value of [found.ratio, found.low, found.high]) expect(value).toBeCloseTo(1 / 3, 8)
    expect(found.at).toBeCloseTo(100 * 1e21 ** -0.05, 8)
  })

  test('is read where the baseline ends when slopes differ: ours 2·F^−0.1, theirs F^−0.05', () => {
    // 2·F^−0.1 = (1e21)^−0.05 ⇒ F = 2^10 · (1e21)^0.5
    expect(parityRatio(law(2, -0.1), law(1, -0.05)).ratio / (1024 * 1e21 ** 0.5 / 1e21)).toBeCloseTo(1, 8)
  })

  test('works for metrics that rise, does not depend on their unit, and exchanging families at parallel lines inverts it', () => {
    const [a, b] = [law(2, 0.1), law(1, 0.1)]
    expect(parityRatio(a, b).ratio).toBeCloseTo(2 ** -10, 10)
    expect(parityRatio(a.map((p) => ({ ...p, metric: p.metric * 7 })), b.map((p) => ({ ...p, metric: p.metric * 7 }))).ratio).toBeCloseTo(2 ** -10, 10)
    expect(parityRatio(b, a).ratio).toBeCloseTo(2 ** 10, 6)
  })

  test('scatter widens the interval by the delta method: by hand for residuals ±r about both lines', () => {
    const noise = [1, -1, -1, 1].map((sign) => sign * 0.01) // orthogonal to a line over four equal steps
    const [ours, theirs] = [law(1, -0.1, noise), law(1, -0.1, noise)]
    const found = parityRatio(ours, theirs)
    const step = Math.log(10), sumXX = step ** 2 * 5, s2 = (4 * 0.01 ** 2) / 2
    // The baseline's last value is 0.01 above its line, so both lines are read 0.1 in log FLOPs before its end.
    const x = 1.5 * step - 0.1
    const variance = 2 * (s2 / 0.01) * (1 / 4 + x ** 2 / sumXX)
    expect(found.ratio).toBeCloseTo(1, 10)
    expect(Math.log(found.high)).toBeCloseTo(studentT(0.95, 4) * Math.sqrt(variance), 8)
    expect(Math.log(found.low)).toBeCloseTo(-Math.log(found.high), 8)
  })

  test('two sizes, one FLOP count, a flat line or a metric of zero are refused in words', () => {
    const whole = law(1, -0.1)
    expect(() => parityRatio(whole.slice(2), whole)).toThrow(/three sizes or more.*the first family has 2/)
    expect(() => parityRatio(whole, whole.map((p) => ({ ...p, flops: 1 })))).toThrow(/baseline have the same FLOPs/)
    expect(() => parityRatio(whole, whole.map((p) => ({ ...p, metric: 1 })))).toThrow(/baseline does not change with FLOPs/)
    expect(() => parityRatio(whole.map((p) => ({ ...p, metric: 0 })), whole)).toThrow(/must be positive/)
  })
})

test('where all pairs are equal the verdict says so, and claims no interval', () => {
  const found = pairedTest([[0, 0], [0, 0], [0, 0]])
  expect(judge('higher', found, 0)).toBe('notSeen')
  expect(verdictWords('notSeen', 'higher', found, 0)).toBe('Not seen at this scale: expected higher, and both sides measured 0 in each of the 3 pairs.')
})
