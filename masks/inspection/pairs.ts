import { pairKind, pairKinds, type BitMatrix, type InspectedSequence, type PairKind } from '../../protocol/inspection/index.ts'

export type PairCounts = Record<PairKind, { allowed: number; all: number }>

/** How many pairs of each kind there are in a sequence, and how many of them a mask allows. Padding is not counted. */
export const countPairs = ({ positions, used }: InspectedSequence, bits: BitMatrix): PairCounts => {
  const counts = Object.fromEntries(pairKinds.map((kind) => [kind, { allowed: 0, all: 0 }])) as PairCounts
  // Keys that are alike follow each other: a run of them is looked up once.
  const starts = positions.flatMap(({ image, document }, at) => (at < used && (at === 0 || positions[at - 1]!.image !== image || positions[at - 1]!.document !== document) ? [at] : []))
  for (let q = 0; q < used; q++) {
    starts.forEach((start, run) => {
      const end = starts[run + 1] ?? used
      const count = counts[pairKind(positions[q]!, positions[start]!)!]
      count.all += end - start
      count.allowed += bits.countInRow(q, start, end)
    })
  }
  return counts
}
