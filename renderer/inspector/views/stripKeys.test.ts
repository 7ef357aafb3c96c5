import { expect, it } from 'vitest'
import { testSequence } from '../matrix/testSequence.ts'
import { stripKeyMove } from './stripKeys.ts'

it('goes by rows inside an image and by positions elsewhere', () => {
  const sequence = testSequence('t2 i3 t2')
  expect([2, 6, 10].map((at) => stripKeyMove(sequence, at, 'ArrowDown'))).toEqual([3, 3, 1])
  expect([1, 2, 6].map((at) => stripKeyMove(sequence, at, 'ArrowUp'))).toEqual([-1, -1, -3])
  expect(['ArrowRight', 'End', 'x'].map((key) => stripKeyMove(sequence, null, key))).toEqual([1, sequence.length, null])
})
