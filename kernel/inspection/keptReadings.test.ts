import { expect, test } from 'vitest'
import type { HeadsReading } from './attentionReading.ts'
import { KeptReadings } from './keptReadings.ts'

const reading = (numbers: number): HeadsReading => ({ tensors: { 'weights.0': { data: { length: numbers }, shape: [numbers] } } } as unknown as HeadsReading)

test('the last two are kept', () => {
  const kept = new KeptReadings(), [a, b, c] = [reading(1), reading(1), reading(1)]
  for (const [key, each] of [['a', a], ['b', b], ['c', c]] as const) expect(kept.keep(key, each)).toBe(each)
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([undefined, b, c])
})

test('large ones are kept alone, larger ones not at all', () => {
  const kept = new KeptReadings(), [a, b] = [reading(2 ** 25 + 1), reading(2 ** 25 + 1)]
  kept.keep('a', a)
  kept.keep('b', b)
  expect([kept.get('a'), kept.get('b')]).toEqual([undefined, b])
  kept.keep('c', reading(2 ** 26 + 1))
  expect([kept.get('b'), kept.get('c')]).toEqual([b, undefined])
})
