import { BitMatrix } from '../../protocol/inspection/index.ts'
import { transitiveClosure } from './transitiveClosure.ts'

/**
 * What every position can learn of after `layers` layers: R₁ = M, Rₗ₊₁ = Rₗ · M over (or, and), until nothing is added.
 * @returns the mask itself, the same object, where layers add nothing
 */
export const closureOf = (mask: BitMatrix, layers: number): BitMatrix => {
  if (layers >= mask.length) {
    const closure = transitiveClosure(mask)
    return sameWords(closure.words, mask.words) ? mask : closure
  }
  const closed = new Uint8Array(mask.length)
  let reached = mask
  for (let layer = 1; layer < layers; layer++) {
    const next = through(reached, mask, closed)
    if (next === null) break
    reached = next
  }
  return reached
}

/**
 * One layer more; null where it adds nothing.
 * @param closed rows of the mask that are known to hold the rows of all that they see. Such a row stands for all of
 * those, which makes a causal mask a matter of one union a row in place of hundreds. The first layer fills it in.
 */
const through = (reached: BitMatrix, mask: BitMatrix, closed: Uint8Array): BitMatrix | null => {
  const next = new BitMatrix(mask.length), width = mask.wordsPerRow, { words } = mask
  const left = new Uint32Array(width)
  let grown = false
  let before: Uint32Array | null = null, after: Uint32Array | null = null
  for (let q = 0; q < mask.length; q++) {
    const row = reached.row(q), union = next.row(q)
    // Patches of one image have one row: the union is computed once for all of them.
    if (before !== null && sameWords(row, before)) {
      union.set(after!)
      if (reached === mask) closed[q] = closed[q - 1]!
      continue
    }
    union.set(row)
    left.set(row)
    left[q >> 5]! &= ~(1 << (q & 31))
    for (let w = width - 1; w >= 0; w--) {
      for (let word = left[w]!; word !== 0; word = left[w]!) {
        const bit = 31 - Math.clz32(word), via = w * 32 + bit, at = via * width
        left[w]! &= ~(1 << bit)
        for (let i = 0; i < width; i++) union[i]! |= words[at + i]!
        if (closed[via] === 1) for (let i = 0; i <= w; i++) left[i]! &= ~words[at + i]!
      }
    }
    const same = sameWords(row, union)
    if (reached === mask && same) closed[q] = 1
    grown ||= !same
    before = row
    after = union
  }
  return grown ? next : null
}

const sameWords = (a: Uint32Array, b: Uint32Array): boolean => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
