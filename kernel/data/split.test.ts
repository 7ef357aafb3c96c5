import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitByKey } from './split.ts'

const names = fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 40 })
const share = fc.double({ min: 0.01, max: 0.5, noNaN: true })

test('each item is in one split, and neither is empty', () => {
  fc.assert(fc.property(names, share, (keys, heldOut) => {
    const split = splitByKey(keys, heldOut)
    expect([...split.train, ...split.heldOut].sort((a, b) => a - b)).toEqual(keys.map((_, i) => i))
    expect(Math.min(split.train.length, split.heldOut.length)).toBeGreaterThan(0)
  }))
})

test('adding an item moves no other', () => {
  const keys = Array.from({ length: 500 }, (_, i) => `picture ${i}.png`)
  const before = splitByKey(keys, 0.2)
  const after = splitByKey([...keys, 'one more.png'], 0.2)
  expect(after.heldOut.filter((i) => i < 500)).toEqual(before.heldOut)
  expect(before.heldOut.length).toBeGreaterThan(70)
  expect(before.heldOut.length).toBeLessThan(130)
})

test('one item is in both', () => {
  expect(splitByKey(['only'], 0.1)).toEqual({ train: [0], heldOut: [0] })
})
