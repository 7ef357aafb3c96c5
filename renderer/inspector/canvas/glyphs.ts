import { pairKinds, type PairKind } from '../../../protocol/inspection/index.ts'

/** Small marks that tell kinds apart without colour, as paths in a unit square. Text → text, the ground, has none. */
export const kindGlyphs: Record<PairKind, string> = {
  textToText: '',
  textToImage: 'M.5 .28V.72',
  imageToText: 'M.28 .5H.72',
  imageToSameImage: 'M.44 .44h.12v.12h-.12z',
  imageToOtherImage: 'M.32 .68L.68 .32',
  acrossDocuments: 'M.34 .34L.66 .66M.66 .34L.34 .66',
}

/** Those of the two sides of a difference, and of what layers add. */
export const otherGlyphs = { onlyA: 'M.32 .32L.68 .68', onlyB: 'M.32 .68L.68 .32', reached: 'M.44 .44h.12v.12h-.12z', new: 'M.5 .28V.72M.28 .5H.72' } as const

const built = new Map<string, Path2D>()

/** A glyph in a cell of `side` pixels with its corner at (x, y), in the context's stroke. */
export const strokeGlyph = (context: CanvasRenderingContext2D, glyph: string, x: number, y: number, side: number): void => {
  if (glyph === '') return
  const path = built.get(glyph) ?? new Path2D(glyph)
  built.set(glyph, path)
  context.save()
  context.translate(x, y)
  context.scale(side, side)
  context.lineWidth = 1.4 / side
  context.stroke(path)
  context.restore()
}

export const glyphOfKind = (kind: number): string => kindGlyphs[pairKinds[kind]!]
