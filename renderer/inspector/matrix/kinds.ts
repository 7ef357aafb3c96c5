import { pairKind, pairKinds, type BitMatrix, type PairKind } from '../../../protocol/inspection/index.ts'
import type { Sequence } from './sequence.ts'

/** Number of the kind for each pair of segments, [query segment · key segment]: within one it is the same everywhere. */
export const kindTable = ({ segments }: Sequence): Uint8Array =>
  Uint8Array.from(segments.flatMap((query) => segments.map((key) => pairKinds.indexOf(pairKind(query, key)!))))

export const kindAt = (sequence: Sequence, table: Uint8Array, query: number, key: number): PairKind =>
  pairKinds[table[sequence.segmentOf[query]! * sequence.segments.length + sequence.segmentOf[key]!]!]!

/** Pairs of each kind that are set in a matrix: of a difference, say, which comes without the counts of a mask. */
export const countKinds = (sequence: Sequence, table: Uint8Array, matrix: BitMatrix): Record<PairKind, number> => {
  const { segments } = sequence
  const counts = Object.fromEntries(pairKinds.map((kind) => [kind, 0])) as Record<PairKind, number>
  segments.forEach((query, i) => segments.forEach((key, j) => {
    const kind = pairKinds[table[i * segments.length + j]!]!
    for (let q = query.start; q < query.end; q++) counts[kind] += matrix.countInRow(q, key.start, key.end)
  }))
  return counts
}
