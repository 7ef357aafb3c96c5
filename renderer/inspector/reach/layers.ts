import { BitMatrix } from '../../../protocol/inspection/index.ts'
import { either, equalMatrices } from '../matrix/bits.ts'

/** Rows that are joined at a time: 2⁸ unions are made once, then each query looks its own up. */
const block = 8

type Progress = (done: number) => void

/**
 * a · b over yes and no: (q, k) is set where q sees some m by `a` and m sees k by `b`. The method of the four Russians: for
 * each eight middles the 256 unions of their rows are made once, so that 4,096 positions take a fraction of a second.
 */
export const booleanProduct = (a: BitMatrix, b: BitMatrix, onProgress: Progress = () => undefined): BitMatrix => {
  const { length, wordsPerRow: wide } = a
  const out = new BitMatrix(length)
  const unions = new Uint32Array((1 << block) * wide)
  for (let middle = 0; middle < length; middle += block) {
    for (let set = 1; set < 1 << block; set++) {
      const lowest = set & -set, row = middle + 31 - Math.clz32(lowest), rest = (set ^ lowest) * wide, into = set * wide
      for (let w = 0; w < wide; w++) unions[into + w] = unions[rest + w]! | (row < length ? b.words[row * wide + w]! : 0)
    }
    const word = middle >>> 5, shift = middle & 31
    for (let q = 0; q < length; q++) {
      const set = (a.words[q * wide + word]! >>> shift) & 0xff
      if (set === 0) continue
      for (let w = 0, from = set * wide, into = q * wide; w < wide; w++) out.words[into + w]! |= unions[from + w]!
    }
    if ((middle & 127) === 0) onProgress(middle / length)
  }
  return out
}

/**
 * What every position can learn of after 1, 2 … `layers` layers: R₁ is the mask, Rₗ₊₁ = Rₗ ∪ Rₗ · mask (`reachOf` of the
 * protocol for all rows at once). Ends where a layer adds nothing: later ones are the same.
 * @returns at least one matrix and at most `layers`
 */
export const reachByLayer = (mask: BitMatrix, layers: number, onProgress: Progress = () => undefined): BitMatrix[] => {
  const reached = [mask]
  while (reached.length < layers) {
    const now = reached.at(-1)!
    const next = either(now, booleanProduct(now, mask, (done) => onProgress((reached.length - 1 + done) / (layers - 1))))
    if (equalMatrices(next, now)) break
    reached.push(next)
  }
  return reached
}
