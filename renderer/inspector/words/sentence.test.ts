import { describe, expect, it } from 'vitest'
import { matrixOf } from '../matrix/bits.ts'
import { causal, testSequence, transfusion } from '../matrix/testSequence.ts'
import { placeName } from '../../../protocol/inspection/index.ts'
import { listed } from './places.ts'
import { pairSentence, sentenceOf } from './sentence.ts'

const sequence = testSequence('t14 i8 t3 i2 | t4')
const mask = matrixOf(sequence.length, transfusion(sequence))
const sees = (at: number): string => sentenceOf(sequence, at, mask.keys(at), 'sees')

describe('what a position sees', () => {
  it('of a patch: its image and the text before', () => {
    expect(sees(14 + 8 + 2)).toBe('patch (2,3) of image 1 sees all 64 patches of its image and 14 earlier tokens')
  })

  it('of text: itself, the text before and the images before', () => {
    expect(sees(79)).toBe('position 79 ("b") sees all 64 patches of image 1, itself and 15 earlier tokens')
    expect(sees(0)).toBe('position 0 ("a") sees itself')
  })

  it('counts other documents apart', () => {
    expect(sees(sequence.length - 1)).toMatch(/sees itself, 3 earlier tokens and 85 elements of other documents$/)
  })

  it('says how much of an image, where it is not the whole', () => {
    const row = matrixOf(sequence.length, causal).keys(14 + 9)
    expect(sentenceOf(sequence, 14 + 9, row, 'sees')).toBe('patch (2,2) of image 1 sees 10 of the 64 patches of its image and 14 earlier tokens')
  })

  it('and who sees it', () => {
    expect(sentenceOf(sequence, 13, [...sequence.positions.keys()].filter((q) => mask.has(q, 13)), 'seenBy')).toBe('position 13 ("n") is seen by all 64 patches of image 1, all 4 patches of image 2, itself, 3 later tokens and 4 elements of other documents')
    expect(sentenceOf(sequence, 13, [], 'seenBy')).toBe('position 13 ("n") is seen by nothing')
  })
})

it('a pair, and what stands between, in words', () => {
  expect(pairSentence(sequence, 3, 20, null, true)).toBe('position 3 ("d") sees patch (1,7) of image 1')
  expect(pairSentence(sequence, 3, 20, 5, false)).toBe('position 3 ("d") learns of patch (1,7) of image 1 through position 5 ("f")')
})

it('names what would not be seen, and what has no letter', () => {
  const texts = { ...sequence, positions: ['\n', ''].map((text) => ({ ...sequence.positions[0]!, text })) }
  expect([placeName(texts, 0), placeName(texts, 1)]).toEqual(['position 0 ("⏎")', 'position 1'])
  expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c'])
})
