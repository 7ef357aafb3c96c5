import fc from 'fast-check'
import { expect, it } from 'vitest'
import { textEdit } from './textEdit.ts'

it('touches only what differs', () => expect(textEdit('lambda: 5, x', 'lambda: 10, x')).toEqual({ start: 8, end: 9, text: '10' }))

it('turns any text into any other', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (from, to) => {
    const edit = textEdit(from, to)
    expect(edit === null ? from : from.slice(0, edit.start) + edit.text + from.slice(edit.end)).toBe(to)
  }))
})
