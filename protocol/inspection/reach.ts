import type { BitMatrix } from './bitMatrix.ts'

/**
 * What one position can learn of after 1, 2 … `layers` layers: R₁ = its row, Rₗ₊₁ = the rows of all of Rₗ.
 * Cheap enough for a pointer that moves: one union of rows for each position reached. Stops early when nothing is added.
 * @returns one row of bits for each layer, at most `layers`; the last one is the reach
 */
export const reachOf = (mask: BitMatrix, query: number, layers: number): Uint32Array[] => {
  const steps: Uint32Array[] = [mask.row(query).slice()]
  while (steps.length < layers) {
    const next = unionOfRows(mask, steps.at(-1)!)
    if (next.every((word, i) => word === steps.at(-1)![i])) break
    steps.push(next)
  }
  return steps
}

/** The union of a row's own bits and the rows that it names. */
const unionOfRows = (mask: BitMatrix, row: Uint32Array): Uint32Array => {
  const union = row.slice()
  for (let w = 0; w < row.length; w++) {
    for (let word = row[w]!; word !== 0; word &= word - 1) {
      const seen = mask.row(w * 32 + (31 - Math.clz32(word & -word)))
      for (let i = 0; i < union.length; i++) union[i]! |= seen[i]!
    }
  }
  return union
}
