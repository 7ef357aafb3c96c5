import { themeRgb } from '../canvas/colours.ts'
import type { InkSet } from '../canvas/inks.ts'
import type { Sequence } from '../matrix/sequence.ts'
import { inspectorSvg, type SvgDrawing } from './svg.ts'
import { hex, matrixPaths } from './svgMatrix.ts'

/** The colours of the theme that is on. */
const svgColours = (): SvgDrawing['colours'] => ({
  text: themeRgb('text'), faint: themeRgb('text-faint'), paper: themeRgb('matrix-paper'), background: themeRgb('bg'), chip: themeRgb('axis-text'), accent: themeRgb('accent'), line: themeRgb('line-strong'),
})

/** Masks as an SVG file; null when one falls into too many pieces for one. */
export const masksSvg = (title: string, sequence: Sequence, sets: readonly { name: string; set: InkSet }[], lit: SvgDrawing['lit']): string | null => {
  const bodies = sets.map(({ set }) => matrixPaths(sequence, set.inks, set.palette))
  if (bodies.includes(null)) return null
  return inspectorSvg({
    title, sequence, lit, colours: svgColours(),
    matrices: sets.map(({ name, set: { names, palette } }, i) => ({ name, body: bodies[i]!, legend: names.map((name, colour) => ({ name, colour: palette[colour]! })).filter(({ colour }) => bodies[i]!.includes(`"${hex(colour)}"`)) })),
  })
}

/** Numbers over pairs as an SVG file: its matrix is a picture of one pixel a pair. @param png a data URL of it */
export const weightsSvg = (title: string, name: string, sequence: Sequence, png: string, lit: SvgDrawing['lit']): string =>
  inspectorSvg({
    title, sequence, lit, colours: svgColours(),
    matrices: [{ name, legend: [], body: `<image href="${png}" width="${sequence.length}" height="${sequence.length}" style="image-rendering:pixelated"/>` }],
  })
