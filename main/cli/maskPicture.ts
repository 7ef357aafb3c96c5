import sharp from 'sharp'
import { BitMatrix, pairKind, type InspectedSequence, type MaskView, type PairKind } from '../../protocol/inspection/index.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** The colours of the page's inspector on paper. */
const colours: Record<PairKind, Colour> = {
  textToText: [74, 109, 156], textToImage: [0, 135, 108], imageToText: [127, 184, 230],
  imageToSameImage: [230, 159, 0], imageToOtherImage: [193, 99, 155], acrossDocuments: [154, 163, 173],
}
const forbidden: Colour = [244, 242, 238]

/** Pixels of a side at least, so that a small mask is seen; pairs of a mask larger than `most` share a pixel. */
const least = 640, most = 1024

/** A mask as a PNG: a square for each pair, query below query, coloured by kind where it is allowed; pairs that share a pixel are averaged. Padding is left out. */
export const maskPicture = async ({ positions, used, length }: InspectedSequence, { bits }: Pick<MaskView, 'bits'>): Promise<Buffer> => {
  const matrix = BitMatrix.fromBase64(bits, length)
  const bin = Math.ceil(used / most), side = Math.ceil(used / bin)
  const sums = new Float64Array(side * side * 3), counts = new Uint32Array(side * side)
  for (let q = 0; q < used; q++) {
    for (let k = 0; k < used; k++) {
      const colour = matrix.has(q, k) ? colours[pairKind(positions[q]!, positions[k]!)!] : forbidden
      const at = Math.floor(q / bin) * side + Math.floor(k / bin)
      counts[at]!++
      for (let channel = 0; channel < 3; channel++) sums[at * 3 + channel]! += colour[channel]!
    }
  }
  const pixels = Uint8Array.from(sums, (sum, i) => Math.round(sum / counts[Math.floor(i / 3)]!))
  const enlarged = side * Math.max(1, Math.ceil(least / side))
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).resize(enlarged, enlarged, { kernel: 'nearest' }).png().toBuffer()
}
