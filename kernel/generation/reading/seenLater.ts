import { hidden } from '../../data/maskBias.ts'

const known = new WeakMap<Float32Array, Int32Array>()

/** For each position the furthest that it or any before it sees. */
const furthestSeen = (bias: Float32Array, length: number): Int32Array => {
  const before = known.get(bias)
  if (before) return before
  const furthest = new Int32Array(length)
  for (let q = 0, most = 0; q < length; q++) {
    let k = length - 1
    while (k > most && bias[q * length + k] === hidden) k--
    furthest[q] = most = Math.max(most, k)
  }
  known.set(bias, furthest)
  return furthest
}

/**
 * How many elements from the start may be read once and kept: the most, up to `limit`, of which none sees an element
 * after them. Under a causal mask that is `limit`; under one that lets text see what follows it may be 0.
 * @param bias [T · T], see `MaskBias`
 */
export const keepable = (bias: Float32Array, length: number, limit: number): number => {
  const furthest = furthestSeen(bias, length)
  let kept = limit
  while (kept > 0 && furthest[kept - 1]! >= kept) kept--
  return kept
}
