import { expect, it } from 'vitest'
import { testSequence } from '../matrix/testSequence.ts'
import { entropyBits, fullWeight, spreadWords, weightsAt } from './spread.ts'

const sequence = testSequence('t2 i2 t1')

it('says where attention goes, and where most', () => {
  expect(spreadWords(sequence, 6, Float32Array.from([0.25, 0, 0.5, 0, 0, 0.125, 0.125])))
    .toBe('position 6 ("g") gives 37.5 % to text and 62.5 % to image; most to patch (1,1) of image 1 (50.0 %)')
  expect(spreadWords(sequence, 2, Float32Array.from([0, 0, 1, 0, 0, 0, 0]))).toBe('patch (1,1) of image 1 gives 100 % to same image; most to itself (100 %)')
})

it('takes a row or a column', () => {
  const weights = Float32Array.from([1, 0, 9, 0.5, 0.5, 9])
  expect([...weightsAt(weights, 3, 1, 'sees', 2)]).toEqual([0.5, 0.5])
  expect([...weightsAt(weights, 3, 0, 'seenBy', 2)]).toEqual([1, 0.5])
})

it('has full colour from the weight on that one pair in a hundred exceeds', () => {
  const weights = Float32Array.from({ length: 101 * 102 }, (_, i) => (i % 102 === 101 ? 9 : (i % 102) / 100))
  expect(fullWeight(weights, 102, 101)).toBeCloseTo(0.99, 6)
  expect(fullWeight(new Float32Array(4), 2, 2)).toBe(1)
})

it('counts bits', () => expect([[1, 0], [0.5, 0.5], [0.25, 0.25, 0.25, 0.25]].map((row) => entropyBits(Float32Array.from(row)))).toEqual([0, 1, 2]))
