import { expect, it } from 'vitest'
import { matrixOf } from '../matrix/bits.ts'
import { causal, testSequence, transfusion } from '../matrix/testSequence.ts'
import { reachByLayer } from '../reach/layers.ts'
import { marksOfReach } from '../state/marks.ts'
import { focusSentences, reachSentence } from './focusSentences.ts'

const sequence = testSequence('t2 i2 t2')
const paper = { name: 'transfusion', matrix: matrixOf(8, transfusion(sequence)) }
const lower = { name: 'causal', matrix: matrixOf(8, causal) }
const at = (position: number, other: number | null = null, via: number | null = null) => ({ at: position, other, via })

it('two masks that agree on a position share a sentence', () => {
  expect(focusSentences(sequence, at(1), 'sees', [paper, lower])).toEqual(['position 1 ("b") sees itself and 1 earlier token.'])
  expect(focusSentences(sequence, at(2), 'sees', [paper, lower])).toEqual([
    'transfusion: patch (1,1) of image 1 sees all 4 patches of its image and 2 earlier tokens.',
    'causal: patch (1,1) of image 1 sees 1 of the 4 patches of its image and 2 earlier tokens.',
  ])
})

it('the pair under the pointer has its own', () => {
  expect(focusSentences(sequence, at(1, 3), 'sees', [paper]).at(-1)).toBe('position 1 ("b") does not see patch (1,2) of image 1.')
  expect(focusSentences(sequence, at(3, 2), 'seenBy', [paper, lower]).slice(-2)).toEqual([
    'transfusion: patch (1,1) of image 1 sees patch (1,2) of image 1.', 'causal: patch (1,1) of image 1 does not see patch (1,2) of image 1.',
  ])
})

it('layers', () => {
  const layers = reachByLayer(matrixOf(8, (q, k) => k === q || k === q - 1), 3)
  expect(reachSentence(sequence, at(7), 'sees', 3, marksOfReach(layers, 7, 'sees', 8)))
    .toBe('After 3 layers position 7 ("h") has also learnt of 2 positions that the mask does not join it to, 1 of them by the last layer.')
  expect(reachSentence(sequence, at(0), 'sees', 3, marksOfReach(layers, 0, 'sees', 8))).toBe('After 3 layers position 0 ("a") has learnt of no more than after one.')
})
