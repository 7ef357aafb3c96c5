import { pixelColour, type Colour, type Ink } from '../matrix/paint.ts'
import type { Sequence } from '../matrix/sequence.ts'

/** Rectangles that drawing programs still open. */
const mostRectangles = 100_000

/**
 * A matrix of bits as SVG paths, one a colour, in units of positions: a rectangle for each stretch of keys of one colour that
 * queries one below the other share, so nothing is lost at any size.
 * @returns null when it falls into more rectangles than a program would open
 */
export const matrixPaths = (sequence: Sequence, inks: readonly Ink[], palette: readonly Colour[]): string | null => {
  const paths = palette.map((): string[] => [])
  let open: { colour: number; from: number; to: number }[] = [], top = 0, rectangles = 0
  const close = (bottom: number): void => {
    for (const { colour, from, to } of open) paths[colour]!.push(`M${from} ${top}h${to - from}v${bottom - top}h${from - to}z`)
    rectangles += open.length
  }
  for (let q = 0; q < sequence.length && rectangles <= mostRectangles; q++) {
    const runs = runsOf(sequence, inks, q)
    const same = q > 0 && runs.length === open.length && runs.every(({ colour, from, to }, i) => colour === open[i]!.colour && from === open[i]!.from && to === open[i]!.to)
    if (same) continue
    close(q)
    open = runs
    top = q
  }
  close(sequence.length)
  if (rectangles > mostRectangles) return null
  return paths.map((path, i) => (path.length === 0 ? '' : `<path fill="${hex(palette[i]!)}" d="${path.join('')}"/>`)).join('')
}

/** Stretches of keys of one colour in a row; what is not allowed is left out. */
const runsOf = (sequence: Sequence, inks: readonly Ink[], q: number): { colour: number; from: number; to: number }[] => {
  const runs: { colour: number; from: number; to: number }[] = []
  for (let k = 0; k < sequence.length; k++) {
    const colour = pixelColour(sequence, inks, q, k), last = runs.at(-1)
    if (colour === null) continue
    if (last && last.to === k && last.colour === colour) last.to = k + 1
    else runs.push({ colour, from: k, to: k + 1 })
  }
  return runs
}

export const hex = (colour: Colour): string => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
