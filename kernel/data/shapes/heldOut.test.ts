import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitPairs } from './heldOut.ts'
import { colours, samePair, shapes } from './vocabulary.ts'

const share = fc.double({ min: 0.01, max: 0.5, noNaN: true })

test('splits 36 pairs, by about the share, and trains on every shape and every colour', () => {
  fc.assert(fc.property(share, (heldOut) => {
    const split = splitPairs(heldOut)
    expect(split.train.length + split.heldOut.length).toBe(36)
    expect(Math.abs(split.heldOut.length - 36 * heldOut)).toBeLessThan(1)
    expect(split.train.some((a) => split.heldOut.some((b) => samePair(a, b)))).toBe(false)
    expect(new Set(split.train.map(({ shape }) => shape)).size).toBe(shapes.length)
    expect(new Set(split.train.map(({ colour }) => colour)).size).toBe(colours.length)
  }))
})

test('a larger share adds to a smaller', () => {
  expect(splitPairs(0.3).heldOut.slice(0, 4)).toEqual(splitPairs(0.1).heldOut)
})
