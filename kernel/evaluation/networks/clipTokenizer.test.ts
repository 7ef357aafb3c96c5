import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { clipLength, ClipTokenizer } from './clipTokenizer.ts'

/** A few entries of CLIP's own tables, and what CLIP's own tokenizer makes of texts that need no others. */
const excerpt = JSON.parse(readFileSync(path.join(import.meta.dirname, 'clipVocabulary.excerpt.json'), 'utf8')) as { merges: string[]; vocab: Record<string, number>; golden: { text: string; ids: number[] }[] }
const tokenizer = new ClipTokenizer(JSON.stringify(excerpt.vocab), ['#version: 0.2', ...excerpt.merges, ''].join('\n'))

describe('the tokenizer of CLIP', () => {
  test.each(excerpt.golden)('gives CLIP\'s own ids for $text', ({ text, ids }) => {
    expect(tokenizer.encode(text)).toEqual(ids)
  })

  test('a text stands between its two marks, and the end mark fills up to 77', () => {
    const { ids, length } = tokenizer.pad('a photo of a cat')
    expect(ids.slice(0, 8)).toEqual([49406, 320, 1125, 539, 320, 2368, 49407, 49407])
    expect([ids.length, length]).toEqual([clipLength, 7])
    const long = tokenizer.pad('a photo '.repeat(60))
    expect([long.length, long.ids.length, long.ids[75], long.ids[76]]).toEqual([77, 77, 320, 49407])
  })

  test('a vocabulary that is none, or another tokenizer\'s, is refused in words', () => {
    expect(() => new ClipTokenizer('{', '')).toThrow(/vocab\.json is no JSON/)
    expect(() => new ClipTokenizer('{"a": 1}', '')).toThrow(/has no "<\|startoftext\|>"; bring the vocab\.json and merges\.txt of the same CLIP tokenizer/)
  })
})
