/**
 * Philox4x32-10: a counter-based generator (Salmon et al., SC 2011). A block of four words is a pure function of
 * (key, counter), so any random number of a run can be made again, in any order, from where it is used.
 */
const M0 = 0xd2511f53
const M1 = 0xcd9e8d57
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85

/** High word of the 64-bit product of two unsigned 32-bit words. */
const mulHigh = (a: number, b: number): number => {
  const aLow = a & 0xffff, aHigh = a >>> 16, bLow = b & 0xffff, bHigh = b >>> 16
  const low = aLow * bLow
  const mid1 = aHigh * bLow + (low >>> 16)
  const mid2 = aLow * bHigh + (mid1 & 0xffff)
  return (aHigh * bHigh + Math.floor(mid1 / 0x10000) + Math.floor(mid2 / 0x10000)) >>> 0
}

/**
 * Writes one block of four words into `out`.
 * @param out at least four words
 */
export const philoxBlock = (
  c0: number, c1: number, c2: number, c3: number, k0: number, k1: number, out: Uint32Array,
): void => {
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(M0, c0), low0 = Math.imul(M0, c0) >>> 0
    const high1 = mulHigh(M1, c2), low1 = Math.imul(M1, c2) >>> 0
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0
    k0 = (k0 + W0) >>> 0
    k1 = (k1 + W1) >>> 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}
