import { pairKind, pairKinds, type PairKind } from '../../../protocol/inspection/index.ts'
import type { Sequence } from './sequence.ts'

/** Number of the kind for each pair of segments, [query segment · key segment]: within one it is the same everywhere. */
export const kindTable = ({ segments }: Sequence): Uint8Array =>
  Uint8Array.from(segments.flatMap((query) => segments.map((key) => pairKinds.indexOf(pairKind(query, key)!))))

export const kindAt = (sequence: Sequence, table: Uint8Array, query: number, key: number): PairKind =>
  pairKinds[table[sequence.segmentOf[query]! * sequence.segments.length + sequence.segmentOf[key]!]!]!
