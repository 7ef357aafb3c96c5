import type { InspectedImage } from '../../../protocol/inspection/index.ts'
import type { Colour } from '../matrix/paint.ts'
import type { Sequence } from '../matrix/sequence.ts'
import { mark } from '../state/marks.ts'
import { stripLayout, stripMeasures, stripText, type Box } from '../strip/stripLayout.ts'
import { hex } from './svgMatrix.ts'

/** One matrix of the drawing. */
export interface SvgMatrix {
  name: string
  /** What is inside it, in units of positions from its corner. */
  body: string
  legend: readonly { name: string; colour: Colour }[]
}

export interface SvgDrawing {
  title: string
  sequence: Sequence
  matrices: readonly SvgMatrix[]
  /** What is lit for a position that is looked at. */
  lit: { marks: Uint8Array; at: number } | null
  colours: { text: Colour; faint: Colour; paper: Colour; background: Colour; chip: Colour; accent: Colour; line: Colour }
}

const side = 560, gap = 28, axis = 34, margin = 20, fontSize = 13

/** The strip, and below it the matrices beside each other with the sequence along their sides, as one SVG file. */
export const inspectorSvg = ({ title, sequence, matrices, lit, colours }: SvgDrawing): string => {
  const inner = matrices.length * (axis + side) + (matrices.length - 1) * gap
  const layout = stripLayout(sequence, stripMeasures(sequence, inner))
  const top = margin + 30 + layout.height + 24
  const legend = Math.max(...matrices.map((one) => one.legend.length)) * 18
  const width = inner + 2 * margin, height = top + 22 + axis + side + 14 + legend + margin
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escape(title)}</title><rect width="100%" height="100%" fill="${hex(colours.background)}"/>`,
    `<text x="${margin}" y="${margin + 14}" font-size="15" font-weight="600" fill="${hex(colours.text)}">${escape(title)}</text>`,
    `<g transform="translate(${margin} ${margin + 30})">${strip()}</g>`,
    ...matrices.map((matrix, i) => `<g transform="translate(${margin + i * (axis + side + gap)} ${top})">${framed(matrix)}</g>`),
    '</svg>',
  ].join('\n')

  function strip(): string {
    const words = sequence.positions.flatMap((position, at) => {
      if (position.image !== null) return []
      const { x, y, width: w, height: h } = layout.boxes[at]!, shown = stripText(position), special = [...shown].length > 1
      const chip = special ? `<rect x="${x + 1.5}" y="${y + 2}" width="${w - 3}" height="${h - 4}" rx="3" fill="${hex(colours.chip)}"/>` : ''
      const dim = lit !== null && lit.marks[at] === mark.none ? ' opacity="0.35"' : ''
      return [`${chip}<text x="${round(x + w / 2)}" y="${round(y + h / 2 + 4.5)}" text-anchor="middle" font-family="ui-monospace, monospace" font-size="${special ? fontSize * 0.84 : fontSize}" fill="${hex(special ? colours.faint : colours.text)}"${dim}>${escape(shown)}</text>`]
    })
    const pictures = sequence.images.map((image) => picture(image, layout.boxes[image.start]!))
    const marks = lit === null ? [] : [
      ...Array.from(lit.marks.keys()).filter((at) => lit.marks[at] !== mark.none).map((at) => outline(layout.boxes[at]!, colours.accent, 1)),
      outline(layout.boxes[lit.at]!, colours.accent, 2.5),
    ]
    return [...words, ...pictures, ...marks].join('')
  }

  function picture({ rows, cols, png }: InspectedImage, { x, y, width: w, height: h }: Box): string {
    const inside = png === null ? '' : `<image href="${png}" x="${x}" y="${y}" width="${cols * w}" height="${rows * h}" preserveAspectRatio="none" style="image-rendering:pixelated"/>`
    const lines = [...Array.from({ length: cols + 1 }, (_, i) => `M${round(x + i * w)} ${round(y)}v${round(rows * h)}`), ...Array.from({ length: rows + 1 }, (_, i) => `M${round(x)} ${round(y + i * h)}h${round(cols * w)}`)].join('')
    return `<rect x="${x}" y="${y}" width="${cols * w}" height="${rows * h}" fill="${hex(colours.chip)}"/>${inside}<path d="${lines}" stroke="${hex(colours.line)}" stroke-width="0.6" fill="none"/>`
  }

  function framed({ name, body, legend }: SvgMatrix): string {
    const cell = side / sequence.length
    const bands = sequence.segments.map(({ start, end, image, document }) => {
      const at = round(axis + start * cell), long = round((end - start) * cell), fill = hex(image === null ? colours.chip : colours.accent)
      const words = image !== null ? `image ${image + 1}` : document > 0 ? `text · ${document + 1}` : 'text'
      const label = long > words.length * 6.5 ? `<text x="${round(at + long / 2)}" y="11" text-anchor="middle" font-size="10.5" fill="${hex(colours.faint)}">${words}</text>` : ''
      const half = image === null ? '' : ' opacity="0.4"'
      return `<rect x="${at}" y="16" width="${long}" height="14" fill="${fill}"${half}/>${label}<rect x="16" y="${at}" width="14" height="${long}" fill="${fill}"${half}/>`
    })
    const borders = sequence.segments.slice(1).map(({ start }) => `M${round(start * cell)} 0v${side}M0 ${round(start * cell)}h${side}`).join('')
    const keys = legend.map((one, i) => `<rect x="${axis}" y="${axis + side + 14 + i * 18}" width="12" height="12" fill="${hex(one.colour)}"/><text x="${axis + 20}" y="${axis + side + 24 + i * 18}" fill="${hex(colours.text)}">${escape(one.name)}</text>`)
    return [
      `<text x="${axis}" y="-6" font-weight="600" fill="${hex(colours.text)}">${escape(name)}</text>`, ...bands,
      `<g transform="translate(${axis} ${axis})"><rect width="${side}" height="${side}" fill="${hex(colours.paper)}"/>`,
      `<g transform="scale(${cell})" shape-rendering="crispEdges">${body}</g><path d="${borders}" stroke="${hex(colours.line)}" stroke-width="0.6" fill="none"/>`,
      `<rect width="${side}" height="${side}" fill="none" stroke="${hex(colours.line)}"/></g>`, ...keys,
    ].join('')
  }
}

const outline = ({ x, y, width, height }: Box, colour: Colour, line: number): string =>
  `<rect x="${x + line / 2}" y="${y + line / 2}" width="${round(width - line)}" height="${round(height - line)}" fill="none" stroke="${hex(colour)}" stroke-width="${line}"/>`

const round = (value: number): number => Math.round(value * 100) / 100
const escape = (text: string): string => text.replace(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one]!)
