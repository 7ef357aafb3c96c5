import type { BitMatrix } from '../../../protocol/inspection/index.ts'

const known = new WeakMap<BitMatrix, Int32Array>()

/** For each position the furthest that it or any before it sees. */
const furthestSeen = (seen: BitMatrix): Int32Array => {
  const before = known.get(seen)
  if (before) return before
  const { length } = seen
  const furthest = new Int32Array(length)
  for (let q = 0, most = 0; q < length; q++) {
    let k = length - 1
    while (k > most && !seen.has(q, k)) k--
    furthest[q] = most = Math.max(most, k)
  }
  known.set(seen, furthest)
  return furthest
}

/**
 * How many elements from the start may be read once and kept: the most, up to `limit`, of which none sees an element
 * after them. Under a causal mask that is `limit`; under one that lets text see what follows it may be 0.
 * @param seen the mask over a sequence
 */
export const keepable = (seen: BitMatrix, limit: number): number => {
  const furthest = furthestSeen(seen)
  let kept = limit
  while (kept > 0 && furthest[kept - 1]! >= kept) kept--
  return kept
}
