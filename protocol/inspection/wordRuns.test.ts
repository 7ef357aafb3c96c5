import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packRuns, unpackRuns } from './wordRuns.ts'

test('three equal words are a run, two are not', () => {
  expect([...packRuns(Uint32Array.of(7, 7, 7, 1, 1, 0xffffffff))]).toEqual([3 * 2 + 1, 7, 3 * 2, 1, 1, 0xffffffff])
})

test('what is packed comes back, and is at most two words longer', () => {
  const stretches = fc.array(fc.tuple(fc.constantFrom(0, 1, 0xffffffff), fc.integer({ min: 1, max: 5 })), { maxLength: 40 })
  fc.assert(fc.property(stretches, (list) => {
    const words = Uint32Array.from(list.flatMap(([word, count]) => Array<number>(count).fill(word)))
    const packed = packRuns(words)
    expect(unpackRuns(packed, words.length)).toEqual(words)
    expect(packed.length).toBeLessThanOrEqual(words.length + 2)
  }))
})

test('words of another length are refused', () => {
  const packed = packRuns(new Uint32Array(8))
  expect(() => unpackRuns(packed, 7)).toThrow(/more than the 7/)
  expect(() => unpackRuns(packed, 9)).toThrow(/8 of the 9/)
})
