import { expect, test } from 'vitest'
import { parseHex } from './colours.ts'

test('a colour is the same whether its style sheet was minified or not', () => {
  expect(parseHex('#ffffff')).toEqual([255, 255, 255])
  expect(parseHex('#fff')).toEqual(parseHex('#ffffff'))
  expect(parseHex('#d90')).toEqual(parseHex('#dd9900'))
})
