import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutText } from './cut.ts'

test('paragraphs are joined while they fit', () => {
  expect(cutText('one\r\ntwo\r\n\r\n\r\nthree\n  \nfour', 12)).toEqual(['one\ntwo', 'three\n\nfour'])
  expect(cutText(' \n\n ')).toEqual([])
})

test('a long paragraph is cut between words, a long word between characters', () => {
  expect(cutText('aaa bbb ccc', 7)).toEqual(['aaa bbb', 'ccc'])
  expect(cutText('ééééé', 4)).toEqual(['éé', 'éé', 'é'])
})

test('no document is too long or empty, and no character but white space is lost', () => {
  const text = fc.array(fc.constantFrom('a', 'bc', 'é', '😀', ' ', '\n', '\n\n', 'longer words')).map((parts) => parts.join(''))
  fc.assert(fc.property(text, fc.integer({ min: 4, max: 40 }), (source, most) => {
    const documents = cutText(source, most)
    for (const document of documents) {
      expect(Buffer.byteLength(document)).toBeLessThanOrEqual(most)
      expect(document.trim()).not.toBe('')
    }
    expect(documents.join('').replace(/\s/g, '')).toBe(source.replace(/\s/g, ''))
  }))
})
