import type { BitMatrix } from '../../../protocol/inspection/index.ts'
import type { Sequence } from './sequence.ts'

/** Red, green, blue, 0 … 255. */
export type Colour = readonly [number, number, number]

/** Pairs that are drawn in the colour of their segments' kind, or all in one. Inks of one drawing share no pair. */
export interface Ink {
  matrix: BitMatrix
  /** Number of the colour for each pair of segments, or of the one colour. */
  colour: Uint8Array | number
}

/** Number of the colour of a pair; null where no ink has it. */
export const pixelColour = ({ segmentOf, segments }: Sequence, inks: readonly Ink[], query: number, key: number): number | null => {
  const ink = inks.find(({ matrix }) => matrix.has(query, key))
  if (!ink) return null
  return typeof ink.colour === 'number' ? ink.colour : ink.colour[segmentOf[query]! * segments.length + segmentOf[key]!]!
}

/** A square piece of a matrix drawn at `bin` positions a pixel. Corner and side are pixels. */
export interface Tile {
  left: number
  top: number
  side: number
  bin: number
}

/** Draws a piece of a [length · length] drawing into RGBA pixels that are transparent before. */
export type Paint = (tile: Tile, pixels: Uint8ClampedArray) => void

/**
 * Each pixel has the mean colour of its bin × bin pairs: paper for those that are not allowed. Nothing is sampled, so
 * that no pattern appears that is not there. Rows that are alike, as those of the patches of one image are, are counted once.
 */
export const paintInks = (sequence: Sequence, inks: readonly Ink[], palette: readonly Colour[], paper: Colour): Paint => ({ left, top, side, bin }, pixels) => {
  const { length, segmentOf, segments } = sequence
  const across = Math.min(side, Math.ceil(length / bin) - left), first = top * bin, last = Math.min(first + side * bin, length)
  const counts = new Uint32Array(side * palette.length)
  const repeats = rowsLikeBefore(sequence, inks, first, last, left * bin, Math.min((left + across) * bin, length))
  for (let y = 0; first + y * bin < length && y < side; y++) {
    const from = first + y * bin, to = Math.min(from + bin, length)
    if (y > 0 && to - from === bin && allRepeat(from - bin + 1, to)) {
      pixels.copyWithin(y * side * 4, (y - 1) * side * 4, ((y - 1) * side + across) * 4)
      continue
    }
    counts.fill(0)
    for (let q = from, next = from; q < to; q = next) {
      for (next = q + 1; next < to && repeats[next - first] === 1;) next++
      for (const { matrix, colour } of inks) countRow(matrix, q, colour, next - q)
    }
    for (let x = 0; x < across; x++) mix(counts, x, (to - from) * (Math.min((left + x + 1) * bin, length) - (left + x) * bin), pixels, (y * side + x) * 4)
  }

  function allRepeat(from: number, to: number): boolean {
    for (let q = from; q < to; q++) if (repeats[q - first] === 0) return false
    return true
  }

  /** @param times how many rows like this one there are */
  function countRow(matrix: BitMatrix, q: number, colour: Uint8Array | number, times: number): void {
    const row = segmentOf[q]! * segments.length
    for (let x = 0, k = left * bin; x < across; x++, k += bin) {
      const end = Math.min(k + bin, length)
      const seen = bin === 1 ? (matrix.words[q * matrix.wordsPerRow + (k >>> 5)]! >>> (k & 31)) & 1 : matrix.countInRow(q, k, end)
      if (seen === 0) continue
      if (typeof colour === 'number') counts[x * palette.length + colour]! += seen * times
      else if (segmentOf[k] === segmentOf[end - 1]) counts[x * palette.length + colour[row + segmentOf[k]!]!]! += seen * times
      else for (let one = k; one < end; one++) if (matrix.has(q, one)) counts[x * palette.length + colour[row + segmentOf[one]!]!]! += times
    }
  }

  function mix(of: Uint32Array, x: number, area: number, into: Uint8ClampedArray, at: number): void {
    let [r, g, b] = paper
    for (let c = 0; c < palette.length; c++) {
      const share = of[x * palette.length + c]! / area
      if (share === 0) continue
      r += share * (palette[c]![0] - paper[0])
      g += share * (palette[c]![1] - paper[1])
      b += share * (palette[c]![2] - paper[2])
    }
    into[at] = r
    into[at + 1] = g
    into[at + 2] = b
    into[at + 3] = 255
  }
}

/** For each query from `first` to `last`: 1 where it has the colours of the one before it in the words that hold keys `from` … `to` − 1. */
const rowsLikeBefore = ({ segmentOf }: Sequence, inks: readonly Ink[], first: number, last: number, from: number, to: number): Uint8Array => {
  const alike = new Uint8Array(last - first).fill(1), begin = from >>> 5, end = ((to - 1) >>> 5) + 1
  alike[0] = 0
  for (const { matrix: { words, wordsPerRow }, colour } of inks) {
    const plain = typeof colour === 'number'
    for (let q = first + 1; q < last; q++) {
      let w = begin
      if (plain || segmentOf[q] === segmentOf[q - 1]) for (const row = q * wordsPerRow, before = row - wordsPerRow; w < end && words[row + w] === words[before + w];) w++
      if (w < end) alike[q - first] = 0
    }
  }
  return alike
}

/** Numbers 0 … 1 as colours: each pixel is the mean of its bin × bin numbers. @param stride numbers in a row of `values` */
export const paintValues = (length: number, values: Float32Array, stride: number, colourOf: (value: number) => Colour): Paint => ({ left, top, side, bin }, pixels) => {
  for (let y = 0; y < side && (top + y) * bin < length; y++) {
    for (let x = 0; x < side && (left + x) * bin < length; x++) {
      const lastQ = Math.min((top + y + 1) * bin, length), lastK = Math.min((left + x + 1) * bin, length)
      let sum = 0, count = 0
      for (let q = (top + y) * bin; q < lastQ; q++) for (let k = (left + x) * bin; k < lastK; k++, count++) sum += values[q * stride + k]!
      pixels.set([...colourOf(sum / count), 255], (y * side + x) * 4)
    }
  }
}
