import { pairKinds, type PairKind } from '../../../protocol/inspection/index.ts'
import { themeColour } from '../../charts/colours.ts'
import type { Colour } from '../matrix/paint.ts'

/** A colour of the theme as numbers. */
export const themeRgb = (name: string): Colour => parseHex(themeColour(name))

/** `#rrggbb`, or `#rgb` as a minified style sheet has it. */
export const parseHex = (hex: string): Colour => {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1)
  const number = Number.parseInt(digits, 16)
  return [number >> 16, (number >> 8) & 255, number & 255]
}

export const css = ([r, g, b]: Colour, alpha = 1): string => `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)} / ${alpha})`

/** A colour on its way to another: 0 is the first, 1 the second. */
export const blend = (from: Colour, to: Colour, share: number): Colour =>
  [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, from[2] + (to[2] - from[2]) * share]

/** The name of a kind's colour in theme.css. */
export const kindColour = (kind: PairKind): string => `pair-${kind}`

/** The colours of the kinds in the order of `pairKinds`, muted ones nearly paper. */
export const kindPalette = (muted: readonly PairKind[], paper: Colour, strength = 1): Colour[] =>
  pairKinds.map((kind) => blend(paper, themeRgb(kindColour(kind)), muted.includes(kind) ? 0.14 : strength))

/** From paper to ink through a warm middle, for weights 0 … 1: lightness falls all the way, so it reads without hue. */
export const weightColour = (paper: Colour, middle: Colour, full: Colour) => (value: number): Colour => {
  const share = Math.max(0, Math.min(1, value))
  return share < 0.5 ? blend(paper, middle, share * 2) : blend(middle, full, share * 2 - 1)
}
