import { expect, it } from 'vitest'
import { formatAgo, formatDuration, formatTimeLeft } from './time.ts'

it.each([[400, '0.4 s'], [12_000, '12 s'], [59_700, '1 min 00 s'], [185_000, '3 min 05 s'], [7_800_000, '2 h 10 min'], [-5, '0.0 s'], [9_990, '10 s']])(
  '%s ms took %s', (time, text) => expect(formatDuration(time)).toBe(text))

it.each([[-1, 'nearly done'], [4_000, 'a few seconds left'], [43_000, '45 s left'], [180_000, '3 min left'], [2 * 3_600_000, '2.0 h left'], [80 * 3_600_000, '3 days left']])(
  '%s ms is %s', (time, text) => expect(formatTimeLeft(time)).toBe(text))

it('says when something was', () => {
  expect(formatAgo(0, 30_000)).toBe('just now')
  expect(formatAgo(0, 5 * 60_000)).toBe('5 min ago')
})
