import { pairKindLabels, pairKinds, type BitMatrix, type PairKind } from '../../../protocol/inspection/index.ts'
import { both, onlyFirst } from '../matrix/bits.ts'
import type { Colour, Ink } from '../matrix/paint.ts'
import type { InspectorModel } from '../state/model.ts'
import { kindPalette, themeRgb } from './colours.ts'
import { glyphOfKind, otherGlyphs } from './glyphs.ts'

/** What a matrix of bits is drawn with, on a canvas or in a file. */
export interface InkSet {
  inks: readonly Ink[]
  /** The colours, by number; what each is called, and its mark in a large cell. */
  palette: readonly Colour[]
  names: readonly string[]
  glyphs: readonly string[]
}

export const paper = (): Colour => themeRgb('matrix-paper')

const kindNames = pairKinds.map((kind) => pairKindLabels[kind]), kindGlyphs = pairKinds.map((_, kind) => glyphOfKind(kind))

/** A mask: each pair in the colour of its kind. */
export const maskInks = (model: Pick<InspectorModel, 'kinds'>, matrix: BitMatrix, muted: readonly PairKind[]): InkSet =>
  ({ inks: [{ matrix, colour: model.kinds }], palette: kindPalette(muted, paper()), names: kindNames, glyphs: kindGlyphs })

interface Named {
  name: string
  matrix: BitMatrix
}

/** Two masks over each other: what both allow pale, what one alone allows in its colour. */
export const differenceInks = ({ name: nameA, matrix: a }: Named, { name: nameB, matrix: b }: Named): InkSet => ({
  inks: [{ matrix: both(a, b), colour: 0 }, { matrix: onlyFirst(a, b), colour: 1 }, { matrix: onlyFirst(b, a), colour: 2 }],
  palette: ['mask-both', 'mask-a', 'mask-b'].map(themeRgb), names: ['both', `only ${nameA}`, `only ${nameB}`], glyphs: ['', otherGlyphs.onlyA, otherGlyphs.onlyB],
})

/** A mask after some layers: itself pale, what was reached before, what the last layer added. */
export const reachInks = (model: Pick<InspectorModel, 'kinds'>, layers: readonly BitMatrix[], muted: readonly PairKind[]): InkSet => {
  const kinds = kindPalette(muted, paper(), 0.45)
  const [mask, before, now] = [layers[0]!, layers.at(-2) ?? layers[0]!, layers.at(-1)!]
  return {
    inks: [{ matrix: mask, colour: model.kinds }, { matrix: onlyFirst(before, mask), colour: kinds.length }, { matrix: onlyFirst(now, before), colour: kinds.length + 1 }],
    palette: [...kinds, themeRgb('reach-before'), themeRgb('reach-new')],
    names: [...kindNames, 'through earlier layers', `new in layer ${layers.length}`], glyphs: [...kindGlyphs, otherGlyphs.reached, otherGlyphs.new],
  }
}
