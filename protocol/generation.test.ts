import { expect, test } from 'vitest'
import { parsePrompt, promptText } from './generation.ts'

test('text alone is one part, as it is', () => {
  expect(parsePrompt('a red ring ')).toEqual([{ text: 'a red ring ' }])
  expect(parsePrompt('1 < 2 > 0, <3, <b>')).toEqual([{ text: '1 < 2 > 0, <3, <b>' }])
  expect(parsePrompt('')).toEqual([])
})

test('files stand where their tags are, blanks beside them do not count', () => {
  const parts = parsePrompt('a ring <image:my ring.png> and <wave:a.wav><image:b.png>')
  expect(parts).toEqual([{ text: 'a ring' }, { tag: 'image', source: 'my ring.png' }, { text: 'and' }, { tag: 'wave', source: 'a.wav' }, { tag: 'image', source: 'b.png' }])
  expect(promptText(parts)).toBe('a ring <image> and <wave> <image>')
})

test('an unknown tag and one without a file are refused in a sentence', () => {
  expect(() => parsePrompt('see <foo:x.png>')).toThrow('The prompt has <foo:x.png>, and there is no modality "foo"; write <image:FILE> or <wave:FILE>.')
  expect(() => parsePrompt('see <image: >')).toThrow('The prompt has <image: > without a file; write <image:FILE>.')
})
