import type { PairedTest } from './pairedTest.ts'

/** What a claim expects of the treated side, seen from the control side. */
export type Expected = 'lower' | 'higher' | 'equal' | 'littleHigher'

/**
 * - `seen`: the whole interval is on the expected side
 * - `opposite`: the whole interval is on the other side, or outside the margin
 * - `notSeen`: the interval allows both, so these runs do not decide
 * - `noInterval`: fewer than two pairs
 */
export type Outcome = 'seen' | 'opposite' | 'notSeen' | 'noInterval'

/** The interval is judged against zero, or against a margin where the claim is that little changes. */
export const judge = (expected: Expected, { low, high }: Pick<PairedTest, 'low' | 'high'>, margin: number): Outcome => {
  if (low === null || high === null) return 'noInterval'
  switch (expected) {
    case 'lower': return high < 0 ? 'seen' : low > 0 ? 'opposite' : 'notSeen'
    case 'higher': return low > 0 ? 'seen' : high < 0 ? 'opposite' : 'notSeen'
    case 'equal': return low >= -margin && high <= margin ? 'seen' : low > margin || high < -margin ? 'opposite' : 'notSeen'
    case 'littleHigher': return high <= margin ? 'seen' : low > margin ? 'opposite' : 'notSeen'
  }
}

/** The expectation in words. */
export const expectationWords = (expected: Expected, margin: number): string => {
  switch (expected) {
    case 'lower': return 'lower'
    case 'higher': return 'higher'
    case 'equal': return `equal within ±${figure(margin)}`
    case 'littleHigher': return `at most ${figure(margin)} higher`
  }
}

const oppositeOf: Record<Expected, string> = { lower: 'Opposite', higher: 'Opposite', equal: 'Not equal', littleHigher: 'Much higher' }

/** A verdict as one sentence that can be quoted by itself. */
export const verdictWords = (outcome: Outcome, expected: Expected, found: PairedTest, margin: number): string => {
  const { n, difference, low, high } = found
  const measured = `${figure(difference, true)} (95 % interval ${figure(low ?? NaN, true)} … ${figure(high ?? NaN, true)}, ${n} seeds)`
  switch (outcome) {
    case 'seen': return `Seen: expected ${expectationWords(expected, margin)}, measured ${measured}.`
    case 'opposite': return `${oppositeOf[expected]} at this scale: expected ${expectationWords(expected, margin)}, measured ${measured}.`
    case 'notSeen': return low === 0 && high === 0
      ? `Not seen at this scale: expected ${expectationWords(expected, margin)}, and both sides measured ${figure(found.control)} in each of the ${n} pairs.`
      : `Not seen at this scale: expected ${expectationWords(expected, margin)}, and the interval of ${measured} allows both.`
    case 'noInterval': return `Not tested: ${n === 1 ? 'one pair of runs has' : 'no pairs of runs have'} no interval; the difference was ${figure(difference, true)}.`
  }
}

const figure = (value: number, signed = false): string => {
  const text = Math.abs(value) !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)))
  return (signed && value > 0 ? `+${text}` : text).replaceAll('-', '−')
}
