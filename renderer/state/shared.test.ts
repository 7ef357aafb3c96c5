import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shared } from './shared.ts'

const anything = fc.jsonValue()

it('says what came in', () => fc.assert(fc.property(anything, anything, (before, now) => {
  expect(shared(before, now)).toEqual(now)
})))

it('is the very thing that was there when nothing changed', () => fc.assert(fc.property(anything, (before) => {
  expect(shared(before, structuredClone(before))).toBe(before)
})))

it('keeps every part that did not change, and changes neither', () => fc.assert(fc.property(fc.dictionary(fc.string(), anything), fc.string(), anything, (before, key, value) => {
  const copy = structuredClone(before)
  const now = shared(before, { ...structuredClone(before), [key]: value })
  for (const other of Object.keys(before)) if (other !== key) expect(now[other]).toBe(before[other])
  expect(before).toEqual(copy)
})))

it('tells a key that is gone from one without a value', () => {
  expect(shared<object>({ a: 1, b: undefined }, { a: 1 })).toStrictEqual({ a: 1 })
  expect(shared<object>({ a: 1 }, { b: undefined })).toStrictEqual({ b: undefined })
})
