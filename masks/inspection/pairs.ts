import { pairKind, pairKinds, type BitMatrix, type InspectedSequence, type PairKind } from '../../protocol/inspection/index.ts'

export type PairCounts = Record<PairKind, { allowed: number; all: number }>

/** How many pairs of each kind there are in a sequence, and how many of them a mask allows. Padding is not counted. */
export const countPairs = ({ positions, used }: InspectedSequence, bits: BitMatrix): PairCounts => {
  const counts = Object.fromEntries(pairKinds.map((kind) => [kind, { allowed: 0, all: 0 }])) as PairCounts
  // Positions that are alike follow each other: the kind of a pair of such runs is looked up once.
  const starts = positions.flatMap(({ image, document }, at) => (at < used && (at === 0 || positions[at - 1]!.image !== image || positions[at - 1]!.document !== document) ? [at] : []))
  const runs = starts.map((start, run) => ({ start, end: starts[run + 1] ?? used }))
  for (const query of runs) for (const key of runs) {
    const count = counts[pairKind(positions[query.start]!, positions[key.start]!)!]
    count.all += (query.end - query.start) * (key.end - key.start)
    for (let q = query.start; q < query.end; q++) count.allowed += bits.countInRow(q, key.start, key.end)
  }
  return counts
}
