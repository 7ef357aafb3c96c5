import type { View, Viewport } from '../matrix/zoom.ts'

/** How a canvas is divided: an axis of the sequence along the top and the left, the matrix in the rest. Device pixels. */
export interface Frame {
  /** Device pixels of a CSS pixel. */
  ratio: number
  /** Thickness of an axis: a band of words and a band of elements. */
  axis: number
  words: number
  viewport: Viewport
  view: View
}

/** Thicknesses in CSS pixels. */
const wordBand = 17, elementBand = 23, space = 3

export const frameOf = (width: number, height: number, ratio: number, view: View): Frame => {
  const axis = Math.round((wordBand + elementBand + space) * ratio)
  return { ratio, axis, words: Math.round(wordBand * ratio), viewport: { width: Math.max(1, width - axis), height: Math.max(1, height - axis) }, view }
}

/** Thickness of the band of elements. */
export const elementsOf = ({ axis, words, ratio }: Frame): number => axis - words - Math.round(space * ratio)
