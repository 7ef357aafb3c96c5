import { BitMatrix } from '../../../protocol/inspection/index.ts'

/** The matrix whose pair (q, k) is `allowed(q, k)`. */
export const matrixOf = (length: number, allowed: (query: number, key: number) => boolean): BitMatrix => {
  const matrix = new BitMatrix(length)
  for (let q = 0; q < length; q++) for (let k = 0; k < length; k++) if (allowed(q, k)) matrix.set(q, k)
  return matrix
}

const combine = (a: BitMatrix, b: BitMatrix, of: (a: number, b: number) => number): BitMatrix => {
  if (a.length !== b.length) throw new Error(`two masks of ${a.length} and ${b.length} positions cannot be combined`)
  const out = new BitMatrix(a.length)
  for (let i = 0; i < out.words.length; i++) out.words[i] = of(a.words[i]!, b.words[i]!)
  return out
}

export const both = (a: BitMatrix, b: BitMatrix): BitMatrix => combine(a, b, (x, y) => x & y)
export const either = (a: BitMatrix, b: BitMatrix): BitMatrix => combine(a, b, (x, y) => x | y)
export const onlyFirst = (a: BitMatrix, b: BitMatrix): BitMatrix => combine(a, b, (x, y) => x & ~y)

export const equalMatrices = (a: BitMatrix, b: BitMatrix): boolean => a.length === b.length && a.words.every((word, i) => word === b.words[i])
