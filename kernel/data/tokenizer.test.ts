import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, encode, specials, vocabularySize } from './tokenizer.ts'

test('any Unicode text comes back', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => decode(encode(text)) === text))
  expect(decode(encode('\ufeffwith a byte order mark'))).toBe('\ufeffwith a byte order mark')
})

test('tokens of text are bytes', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => encode(text).every((id) => id >= 0 && id < 256)))
  expect(encode('aé')).toEqual([97, 0xc3, 0xa9])
})

test('specials follow the bytes and end the vocabulary', () => {
  expect(Object.values(specials)).toEqual([256, 257, 258, 259])
  expect(vocabularySize).toBe(260)
})

test('specials are left out, broken UTF-8 is marked, unknown ids throw', () => {
  expect(decode([specials.beginImage, 104, specials.padding, 105, specials.endOfText])).toBe('hi')
  expect(decode([104, 0xc3, 105])).toBe('h\ufffdi')
  expect(() => decode([262])).toThrow('262')
})
