import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitCombinations } from './heldOut.ts'
import { allPairs, colours, sameCombination, samePair, shapes } from './vocabulary.ts'

const share = fc.double({ min: 0.01, max: 0.5, noNaN: true })

test('splits 72 combinations, by about the share, and trains on every pair of shape and colour in some size', () => {
  fc.assert(fc.property(share, (heldOut) => {
    const split = splitCombinations(heldOut)
    expect(split.train.length + split.heldOut.length).toBe(72)
    expect(Math.abs(split.heldOut.length - 72 * heldOut)).toBeLessThan(1)
    expect(split.train.some((a) => split.heldOut.some((b) => sameCombination(a, b)))).toBe(false)
    for (const pair of allPairs) expect(split.train.some((combination) => samePair(combination, pair))).toBe(true)
  }))
})

test('a larger share adds to a smaller', () => {
  expect(splitCombinations(0.3).heldOut.slice(0, 7)).toEqual(splitCombinations(0.1).heldOut)
})

test('the first six held out are of six shapes and six colours', () => {
  const { heldOut } = splitCombinations(6 / 72)
  expect(new Set(heldOut.map(({ shape }) => shape)).size).toBe(shapes.length)
  expect(new Set(heldOut.map(({ colour }) => colour)).size).toBe(colours.length)
})
