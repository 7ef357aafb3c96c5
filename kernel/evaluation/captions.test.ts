import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactMatch, wordsOf } from './captionMatch.ts'
import { ciderD } from './cider.ts'

describe('CIDEr-D', () => {
  test('of captions that are their references is 10, where every n-gram tells images apart and there are four words', () => {
    expect(ciderD(['one red ring here', 'two blue squares there'], [['one red ring here'], ['two blue squares there']])).toBeCloseTo(10, 12)
  })

  test('of two words has no 3- and 4-grams: at most 5', () => {
    expect(ciderD(['red ring', 'blue square'], [['red ring'], ['blue square']])).toBeCloseTo(5, 12)
  })

  test('by hand: "red ring" for "red square" of two images shares one of two words, each of weight ln 2', () => {
    // n = 1: (ln²2) / (√2·ln 2 · √2·ln 2) = 1/2 for image 1 and 1 for image 2; n = 2: 0 and 1. (1/2 + 1)/2 + (0 + 1)/2 over 4 values of n, times 10.
    expect(ciderD(['red ring', 'blue cross'], [['red square'], ['blue cross']])).toBeCloseTo((10 * (0.75 + 0.5)) / 4, 12)
  })

  test('a word that every image has weighs nothing', () => {
    expect(ciderD(['a', 'a'], [['a'], ['a']])).toBe(0)
  })

  test('repeating a word is clipped at the reference and lengthens the vector: "red red" for "red" gives 1/2 · e^(−1/72) … not 1', () => {
    // n = 1: candidate (2·ln 2), reference (ln 2): min·ref / norms = 1/2; length differs by 1.
    expect(ciderD(['red red', 'blue'], [['red'], ['blue']])).toBeCloseTo((10 * ((0.5 * Math.exp(-1 / 72) + 1) / 2)) / 4, 12)
  })

  test('several references count as their mean', () => {
    const [same, other] = [ciderD(['red', 'blue'], [['red'], ['blue']]), ciderD(['red', 'blue'], [['cross'], ['blue']])]
    expect(ciderD(['red', 'blue'], [['red', 'cross'], ['blue']])).toBeCloseTo((same + other) / 2, 12)
  })

  test('lies between 0 and 10', () => {
    const caption = fc.array(fc.constantFrom('a', 'red', 'blue', 'ring'), { maxLength: 6 }).map((words) => words.join(' '))
    fc.assert(fc.property(fc.array(fc.tuple(caption, caption), { minLength: 1, maxLength: 5 }), (pairs) => {
      const value = ciderD(pairs.map(([said]) => said), pairs.map(([, truth]) => [truth]))
      expect(value >= 0 && value <= 10 + 1e-9).toBe(true)
    }))
  })
})

describe('exact match', () => {
  test('is word for word: case and punctuation do not count, order does', () => {
    expect(wordsOf('Top left: a Größe-2 ring.')).toEqual(['top', 'left', 'a', 'größe', '2', 'ring'])
    expect(exactMatch(['A red ring.', 'ring a red', 'x', 'b'], [['a red ring'], ['a red ring'], ['y', 'x'], []])).toBe(0.5)
  })
})
