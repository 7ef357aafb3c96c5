import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOf } from '../matrix/bits.ts'
import { causal, testSequence, transfusion } from '../matrix/testSequence.ts'
import { differenceWords } from './difference.ts'

const two = testSequence('t3 i4 t1 i4 t2')
const paper = matrixOf(two.length, transfusion(two))
const lower = matrixOf(two.length, causal)

describe('the difference of two masks in words', () => {
  it('of causal and transfusion: later patches of the same image', () => {
    expect(differenceWords(two, lower, paper, ['causal', 'transfusion']))
      .toBe('transfusion lets 15 of the 16 patches of each image see later patches of the same image (240 pairs); nothing else differs.')
  })

  it('names the mask that has more, whichever comes first', () => {
    expect(differenceWords(two, paper, lower, ['A', 'B'])).toMatch(/^A lets 15 of the 16 patches/)
  })

  it('says both sides where each has something of its own', () => {
    const blocks = matrixOf(two.length, (q, k) => transfusion(two)(q, k) && !(two.positions[q]!.image === 1 && two.positions[k]!.image === 0))
    expect(differenceWords(two, lower, blocks, ['A', 'B'])).toBe(
      'B lets 15 of the 16 patches of each image see later patches of the same image (240 pairs); A lets every patch of 1 image see patches of earlier images (256 pairs); nothing else differs.')
  })

  it('of one image says the image, and of text tokens', () => {
    const one = testSequence('t2 i2 t2'), all = matrixOf(one.length, () => true)
    const words = differenceWords(one, matrixOf(one.length, transfusion(one)), all, ['transfusion', 'bidirectional'])
    expect(words).toBe('bidirectional lets 2 tokens see patches of later images (8 pairs), every patch of the image see later tokens (8 pairs) and 3 tokens see later tokens (6 pairs); nothing else differs.')
  })

  it('joins what is seen on both sides', () => {
    const one = testSequence('t1 i3'), own = matrixOf(10, (q, k) => q === k), whole = matrixOf(10, transfusion(one))
    expect(differenceWords(one, own, whole, ['self', 'transfusion']))
      .toBe('transfusion lets 8 of the 9 patches of the image see earlier and later patches of the same image (72 pairs) and every patch of the image see earlier tokens (9 pairs); nothing else differs.')
  })

  it('of two that are the same', () => {
    fc.assert(fc.property(fc.array(fc.nat(2), { minLength: two.length ** 2, maxLength: two.length ** 2 }), (draws) => {
      const mask = matrixOf(two.length, (q, k) => draws[q * two.length + k] === 0)
      expect(differenceWords(two, mask, mask, ['A', 'B'])).toBe('A and B allow the same pairs of this sequence.')
    }), { numRuns: 5 })
  })
})
