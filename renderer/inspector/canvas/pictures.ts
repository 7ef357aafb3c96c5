import type { BitMatrix, PairKind } from '../../../protocol/inspection/index.ts'
import { both, onlyFirst } from '../matrix/bits.ts'
import { paintInks, paintValues, type Colour, type Ink } from '../matrix/paint.ts'
import type { InspectorModel } from '../state/model.ts'
import { blend, kindPalette, themeRgb, weightColour } from './colours.ts'
import { glyphOfKind, otherGlyphs } from './glyphs.ts'
import { Tiles } from './tiles.ts'

/** A matrix ready to be drawn in the colours of the theme that was on when it was made. */
export interface Picture {
  tiles: Tiles
  /** The mark of a pair in a large cell; empty for none. */
  glyphAt(query: number, key: number): string
}

const paper = (): Colour => themeRgb('matrix-paper')

const inkPicture = ({ sequence }: InspectorModel, inks: readonly Ink[], palette: readonly Colour[], glyphs: (colour: number) => string): Picture => ({
  tiles: new Tiles(paintInks(sequence, inks, palette, paper()), sequence.length),
  glyphAt: (query, key) => {
    const ink = inks.find(({ matrix }) => matrix.has(query, key))
    if (!ink) return ''
    const { colour } = ink
    return glyphs(typeof colour === 'number' ? colour : colour[sequence.segmentOf[query]! * sequence.segments.length + sequence.segmentOf[key]!]!)
  },
})

/** A mask: each pair in the colour of its kind. */
export const maskPicture = (model: InspectorModel, matrix: BitMatrix, muted: readonly PairKind[]): Picture =>
  inkPicture(model, [{ matrix, colour: model.kinds }], kindPalette(muted, paper()), glyphOfKind)

/** Two masks over each other: what both allow pale, what one alone allows in its colour. */
export const differencePicture = (model: InspectorModel, a: BitMatrix, b: BitMatrix): Picture =>
  inkPicture(
    model, [{ matrix: both(a, b), colour: 0 }, { matrix: onlyFirst(a, b), colour: 1 }, { matrix: onlyFirst(b, a), colour: 2 }],
    [themeRgb('mask-both'), themeRgb('mask-a'), themeRgb('mask-b')], (colour) => ['', otherGlyphs.onlyA, otherGlyphs.onlyB][colour]!,
  )

/** A mask after some layers: itself pale, what was reached before, what the last layer added. */
export const reachPicture = (model: InspectorModel, layers: readonly BitMatrix[], muted: readonly PairKind[]): Picture => {
  const kinds = kindPalette(muted, paper(), 0.45)
  const [mask, before, now] = [layers[0]!, layers.at(-2) ?? layers[0]!, layers.at(-1)!]
  return inkPicture(
    model, [{ matrix: mask, colour: model.kinds }, { matrix: onlyFirst(before, mask), colour: kinds.length }, { matrix: onlyFirst(now, before), colour: kinds.length + 1 }],
    [...kinds, themeRgb('reach-before'), themeRgb('reach-new')],
    (colour) => (colour === kinds.length ? otherGlyphs.reached : colour === kinds.length + 1 ? otherGlyphs.new : glyphOfKind(colour)),
  )
}

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
