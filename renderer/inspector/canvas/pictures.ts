import type { BitMatrix } from '../../../protocol/inspection/index.ts'
import { paintInks, paintValues, pixelColour, type Colour } from '../matrix/paint.ts'
import type { InspectorModel } from '../state/model.ts'
import { blend, themeRgb, weightColour } from './colours.ts'
import { paper, type InkSet } from './inks.ts'
import { Tiles } from './tiles.ts'

/** A matrix ready to be drawn in the colours of the theme that was on when it was made. */
export interface Picture {
  tiles: Tiles
  /** The mark of a pair in a large cell; empty for none. */
  glyphAt(query: number, key: number): string
}

/** A matrix of bits, drawn with inks. */
export const inkPicture = ({ sequence }: InspectorModel, { inks, palette, glyphs }: InkSet): Picture => ({
  tiles: new Tiles(paintInks(sequence, inks, palette, paper()), sequence.length),
  glyphAt: (query, key) => {
    const colour = pixelColour(sequence, inks, query, key)
    return colour === null ? '' : glyphs[colour]!
  },
})

/** The colour of a weight 0 … 1. */
export const heat = (): ((value: number) => Colour) => weightColour(paper(), themeRgb('heat-middle'), themeRgb('heat-full'))

/** Numbers over pairs, scaled so that `top` is the full colour; what `outside` says is outside the mask is hatched grey. */
export const weightPicture = (model: InspectorModel, values: Float32Array, stride: number, top: number, hidden: BitMatrix | null): Picture => {
  const colour = heat(), shade = themeRgb('matrix-hidden')
  const scaled = Float32Array.from(values, (value) => value / top)
  const paint = paintValues(model.sequence.length, scaled, stride, colour)
  return {
    tiles: new Tiles((tile, pixels) => {
      paint(tile, pixels)
      if (hidden) shadeHidden(hidden, model.sequence.length, shade, tile, pixels)
    }, model.sequence.length),
    glyphAt: () => '',
  }
}

/** Pairs outside a mask in the shade, by the share of the pixel that they are. */
const shadeHidden = (mask: BitMatrix, length: number, shade: Colour, { left, top, side, bin }: { left: number; top: number; side: number; bin: number }, pixels: Uint8ClampedArray): void => {
  for (let y = 0; y < side && (top + y) * bin < length; y++) for (let x = 0; x < side && (left + x) * bin < length; x++) {
    let outside = 0, area = 0
    for (let q = (top + y) * bin; q < Math.min((top + y + 1) * bin, length); q++) {
      for (let k = (left + x) * bin; k < Math.min((left + x + 1) * bin, length); k++, area++) if (!mask.has(q, k)) outside++
    }
    const at = (y * side + x) * 4
    const [r, g, b] = blend([pixels[at]!, pixels[at + 1]!, pixels[at + 2]!], shade, outside / area)
    pixels.set([r, g, b, 255], at)
  }
}
