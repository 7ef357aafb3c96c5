import { describe, expect, it } from 'vitest'
import { keysOf, matrixOf, queriesOf } from '../matrix/bits.ts'
import { causal, testSequence, transfusion } from '../matrix/testSequence.ts'
import { listed, placeWords } from './places.ts'
import { pairSentence, sentenceOf } from './sentence.ts'

const sequence = testSequence('t14 i8 t3 i2 | t4')
const mask = matrixOf(sequence.length, transfusion(sequence))
const sees = (at: number): string => sentenceOf(sequence, at, keysOf(mask, at), 'sees')

describe('what a position sees', () => {
  it('of a patch: its image and the text before', () => {
    expect(sees(14 + 8 + 2)).toBe('patch (2,3) of image 1 sees all 64 patches of its image and 14 earlier tokens')
  })

  it('of text: itself, the text before and the images before', () => {
    expect(sees(79)).toBe('“b”, token 79 sees all 64 patches of image 1, itself and 15 earlier tokens')
    expect(sees(0)).toBe('“a”, token 0 sees itself')
  })

  it('counts other documents apart', () => {
    expect(sees(sequence.length - 1)).toMatch(/sees itself, 3 earlier tokens and 85 elements of other documents$/)
  })

  it('says how much of an image, where it is not the whole', () => {
    const row = keysOf(matrixOf(sequence.length, causal), 14 + 9)
    expect(sentenceOf(sequence, 14 + 9, row, 'sees')).toBe('patch (2,2) of image 1 sees 10 of the 64 patches of its image and 14 earlier tokens')
  })

  it('and who sees it', () => {
    expect(sentenceOf(sequence, 13, queriesOf(mask, 13), 'seenBy')).toBe('“n”, token 13 is seen by all 64 patches of image 1, all 4 patches of image 2, itself, 3 later tokens and 4 elements of other documents')
    expect(sentenceOf(sequence, 13, [], 'seenBy')).toBe('“n”, token 13 is seen by nothing')
  })
})

it('a pair, and what stands between, in words', () => {
  expect(pairSentence(sequence, 3, 20, null, true)).toBe('“d”, token 3 sees patch (1,7) of image 1')
  expect(pairSentence(sequence, 3, 20, 5, false)).toBe('“d”, token 3 learns of patch (1,7) of image 1 through “f”, token 5')
})

it('names what would not be seen', () => {
  const blank = { ...sequence, positions: [{ ...sequence.positions[0]!, text: ' ' }, { ...sequence.positions[0]!, text: '⟨BOI⟩', special: 'beginImage' as const }], images: [{ ...sequence.images[0]!, start: 2 }] }
  expect([placeWords(blank, 0), placeWords(blank, 1)]).toEqual(['a space, token 0', '⟨BOI⟩ of image 1'])
  expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c'])
})
