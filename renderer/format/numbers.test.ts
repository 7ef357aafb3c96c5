import { describe, expect, it } from 'vitest'
import { formatBytes, formatDelta, formatExactNumber, formatNumber, formatShortCount } from './numbers.ts'

describe('formatNumber', () => {
  it.each([
    [0.12345, '0.1235'], [3e-4, '3e-4'], [1e-4, '1e-4'], [1.5e-5, '1.5e-5'], [2.5, '2.500'], [123.456, '123.5'], [12345, '12345'],
    [-0.5, '−0.5000'], [0, '0'], [NaN, 'NaN'], [Infinity, '∞'], [-Infinity, '−∞'], [1e9, '1e9'],
  ])('%s reads %s', (value, text) => expect(formatNumber(value)).toBe(text))
})

describe('formatExactNumber', () => {
  it.each([[3e-4, '3e-4'], [1e-4, '1e-4'], [0.996, '0.996'], [5, '5'], [1e7, '10000000'], [1.5e-5, '1.5e-5'], [1e-8, '1e-8'], [0.1, '0.1'], [0.05, '0.05'], [1e21, '1e21']])(
    '%s reads %s', (value, text) => expect(formatExactNumber(value)).toBe(text))

  it('keeps values apart that rounding would join', () => {
    expect(formatExactNumber(0.30000001)).not.toBe(formatExactNumber(0.3))
  })
})

it('signs differences', () => {
  expect(formatDelta(0.0312)).toBe('+0.0312')
  expect(formatDelta(-2)).toBe('−2.00')
  expect(formatDelta(0)).toBe('0')
})

it('shortens counts and sizes', () => {
  expect(formatShortCount(9999)).toBe('9,999')
  expect(formatShortCount(1_234_567)).toBe('1.2 M')
  expect(formatBytes(0)).toBe('0 B')
  expect(formatBytes(3_400_000)).toBe('3.4 MB')
})
