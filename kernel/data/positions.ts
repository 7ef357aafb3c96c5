import type { Position } from '../../masks/position.ts'
import { none } from './layout.ts'
import type { PackedSequence } from './packing.ts'

/** What a mask needs to know of a document: how many elements, where its image is, and its noise t / T (left out: 0, clean). */
export type Outline = readonly { length: number; imageAt: number | null; noise?: number }[]

/** @param noises t / T of the sequence's images, in order */
export const outlineOf = (sequence: PackedSequence, noises: ArrayLike<number> = []): Outline => {
  let images = 0
  return sequence.map(({ tokens, imageAt }) => ({ length: tokens.length, imageAt, noise: imageAt === null ? 0 : (noises[images++] ?? 0) }))
}

/**
 * The positions of a sequence of `length` places; those after its documents are padding.
 * @param across patches in a row of an image
 */
export const positionsOf = (outline: Outline, length: number, across: number): Position[] => {
  const positions: Position[] = []
  let images = 0
  outline.forEach(({ length: own, imageAt, noise = 0 }, document) => {
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
        offset: i,
        noise: inImage ? noise : 0,
      })
    }
  })
  while (positions.length < length) positions.push({ index: positions.length, modality: 'text', image: null, row: 0, col: 0, document: none, offset: 0, noise: 0 })
  return positions
}
