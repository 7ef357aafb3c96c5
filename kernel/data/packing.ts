import type { LaidDocument } from './laidDocument.ts'

/** Documents that share one sequence, in order. */
export type PackedSequence = LaidDocument[]

/**
 * Fills `batch` sequences of `length` positions with documents, each into the first sequence that has room, until one
 * fits nowhere.
 * @param document the laid-out document of a number; must be no longer than `length`
 * @param cursor number of the first document
 * @param most documents in one sequence; 1 packs nothing
 * @returns the sequences, and the number of the first document that was not placed
 */
export const pack = (
  document: (index: number) => LaidDocument, cursor: number, batch: number, length: number, most: number,
): { sequences: PackedSequence[]; cursor: number } => {
  const sequences: PackedSequence[] = Array.from({ length: batch }, () => [])
  const left = Array<number>(batch).fill(length)
  for (let index = cursor; ; index++) {
    const laid = document(index)
    const place = sequences.findIndex((sequence, i) => left[i]! >= laid.tokens.length && sequence.length < most)
    if (place === -1) return { sequences, cursor: index }
    sequences[place]!.push(laid)
    left[place]! -= laid.tokens.length
  }
}
