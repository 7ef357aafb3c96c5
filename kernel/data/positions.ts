import type { ModalityName } from '../../protocol/config/index.ts'
import type { Position } from '../../masks/position.ts'
import { none, patchesOf, type ItemPlace } from './laidDocument.ts'
import type { PackedSequence } from './packing.ts'

/** What a mask needs to know of an item: where it is, its patches, its modality (left out: image), and its noise t / T (left out: 0, clean). */
export type ItemOutline = Pick<ItemPlace, 'at' | 'rows' | 'cols'> & { modality?: ModalityName; noise?: number }

/** What a mask needs to know of a sequence: how many elements each document has, and its items. */
export type Outline = readonly { length: number; items: readonly ItemOutline[] }[]

/** @param noises t / T of the sequence's items, in order */
export const outlineOf = (sequence: PackedSequence, noises: ArrayLike<number> = []): Outline => {
  let number = 0
  return sequence.map(({ tokens, items }) => ({
    length: tokens.length,
    items: items.map(({ modality, at, rows, cols }) => ({ modality, at, rows, cols, noise: noises[number++] ?? 0 })),
  }))
}

/** The positions of a sequence of `length` places; those after its documents are padding. */
export const positionsOf = (outline: Outline, length: number): Position[] => {
  const positions: Position[] = []
  let image = 0
  outline.forEach(({ length: own, items }, document) => {
    const start = positions.length
    for (let offset = 0; offset < own; offset++) positions.push({ ...atText, index: start + offset, document, offset })
    for (const item of items) {
      for (let patch = 0; patch < patchesOf(item); patch++) {
        Object.assign(positions[start + item.at + patch]!, {
          modality: item.modality ?? 'image', image, row: Math.floor(patch / item.cols), col: patch % item.cols, noise: item.noise ?? 0,
        } satisfies Partial<Position>)
      }
      image++
    }
  })
  while (positions.length < length) positions.push({ ...atText, index: positions.length, document: none, offset: 0 })
  return positions
}

const atText = { modality: 'text', image: null, row: 0, col: 0, noise: 0 } as const
