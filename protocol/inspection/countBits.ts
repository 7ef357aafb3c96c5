/** Ones in a 32-bit word. */
export const popcount = (word: number): number => {
  let v = word - ((word >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Ones of a row that starts at word `base`, in columns `from` ≤ k < `to`. */
export const countBetween = (words: Uint32Array, base: number, from: number, to: number): number => {
  if (to <= from) return 0
  const first = from >>> 5, last = (to - 1) >>> 5
  const head = -1 << (from & 31), tail = -1 >>> (31 - ((to - 1) & 31))
  if (first === last) return popcount(words[base + first]! & head & tail)
  let count = popcount(words[base + first]! & head) + popcount(words[base + last]! & tail)
  for (let w = first + 1; w < last; w++) count += popcount(words[base + w]!)
  return count
}
