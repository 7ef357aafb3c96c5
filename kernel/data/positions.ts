import type { Position } from '../model/masks/position.ts'
import { none } from './layout.ts'
import type { PackedSequence } from './packing.ts'

/** What a mask needs to know of a document: how many elements, and where its image is. */
export type Outline = readonly { length: number; imageAt: number | null }[]

export const outlineOf = (sequence: PackedSequence): Outline => sequence.map(({ tokens, imageAt }) => ({ length: tokens.length, imageAt }))

/**
 * The positions of a sequence of `length` places; those after its documents are padding.
 * @param across patches in a row of an image
 */
export const positionsOf = (outline: Outline, length: number, across: number): Position[] => {
  const positions: Position[] = []
  let images = 0
  outline.forEach(({ length: own, imageAt }, document) => {
    const image = imageAt === null ? null : images++
    for (let i = 0; i < own; i++) {
      const patch = imageAt === null ? none : i - imageAt
      const inImage = patch >= 0 && patch < across * across
      positions.push({
        index: positions.length,
        modality: inImage ? 'image' : 'text',
        image: inImage ? image : null,
        row: inImage ? Math.floor(patch / across) : 0,
        col: inImage ? patch % across : 0,
        document,
      })
    }
  })
  while (positions.length < length) positions.push({ index: positions.length, modality: 'text', image: null, row: 0, col: 0, document: none })
  return positions
}
