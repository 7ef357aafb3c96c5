import { BitMatrix, pairKind, pairKinds, type InspectedSequence, type MaskView } from '../../protocol/inspection/index.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** The colours of the page's inspector on paper, in the order of `pairKinds`, and that of what is forbidden. */
const colours: readonly Colour[] = [[74, 109, 156], [0, 135, 108], [127, 184, 230], [230, 159, 0], [193, 99, 155], [154, 163, 173]]
const forbidden: Colour = [244, 242, 238]

/** Pixels of a side at most: pairs of a larger mask share a pixel. */
const most = 1024

/** A mask as square RGB pixels: one for each pair, query below query, coloured by kind where it is allowed; pairs that share a pixel are averaged. Padding is left out. */
export const maskPixels = ({ positions, used, length }: InspectedSequence, { bits }: Pick<MaskView, 'bits'>): { side: number; pixels: Uint8Array } => {
  const matrix = BitMatrix.fromText(bits, length)
  const bin = Math.ceil(used / most), side = Math.ceil(used / bin)
  const sums = new Float64Array(side * side * 3), counts = new Uint32Array(side * side)
  for (let q = 0; q < used; q++) {
    for (let k = 0; k < used; k++) {
      const colour = matrix.has(q, k) ? colours[pairKinds.indexOf(pairKind(positions[q]!, positions[k]!)!)]! : forbidden
      const at = Math.floor(q / bin) * side + Math.floor(k / bin)
      counts[at]!++
      for (let channel = 0; channel < 3; channel++) sums[at * 3 + channel]! += colour[channel]!
    }
  }
  return { side, pixels: Uint8Array.from(sums, (sum, i) => Math.round(sum / counts[Math.floor(i / 3)]!)) }
}
