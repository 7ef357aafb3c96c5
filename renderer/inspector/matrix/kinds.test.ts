import { expect, it } from 'vitest'
import { kindAt, kindTable } from './kinds.ts'
import { testSequence } from './testSequence.ts'

const sequence = testSequence('t2 i2 t1 i2 | t3 p4')
const table = kindTable(sequence)

it('a pair is of the kind that its two segments make', () => {
  expect([[1, 0], [2, 0], [6, 3], [2, 5], [7, 3], [12, 0]].map(([q, k]) => kindAt(sequence, table, q!, k!)))
    .toEqual(['textToText', 'imageToText', 'textToImage', 'imageToSameImage', 'imageToOtherImage', 'acrossDocuments'])
})
