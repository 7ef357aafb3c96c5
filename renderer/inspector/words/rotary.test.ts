import { expect, it } from 'vitest'
import { testSequence } from '../matrix/testSequence.ts'
import { rotarySentence } from './rotary.ts'

const plain = testSequence('t2 i2 t1')
const at = (position: number, other: number | null = null) => ({ at: position, other, via: null })

it('says nothing where places are indices', () => expect(rotarySentence(plain, at(1))).toBeNull())

it('says rows and columns, and how far apart a pair is', () => {
  const sequence = { ...plain, rotary: { rope: 'axial2d' as const, rows: [0, 1, 2, 2, 3, 3, 4], cols: [0, 1, 2, 3, 2, 3, 4] } }
  expect(rotarySentence(sequence, at(3))).toBe('For the rotary embedding (axial2d) patch (1,2) of image 1 stands at row 2, column 3.')
  expect(rotarySentence(sequence, at(3, 4))).toBe('For the rotary embedding (axial2d) patch (1,2) of image 1 stands at row 2, column 3, patch (2,1) of image 1 1 row and 1 column away.')
})

it('says that patches of an image share a place', () => {
  const sequence = { ...plain, rotary: { rope: 'shared' as const, rows: [0, 1, 2, 2, 2, 2, 3], cols: [0, 1, 2, 2, 2, 2, 3] } }
  expect(rotarySentence(sequence, at(2, 5))).toBe('For the rotary embedding (shared) patch (1,1) of image 1 stands at 2, patch (2,2) of image 1 in the same place.')
  expect(rotarySentence(sequence, at(6, 2))).toBe('For the rotary embedding (shared) position 6 ("g") stands at 3, patch (1,1) of image 1 1 place away.')
})
