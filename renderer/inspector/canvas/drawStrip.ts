import type { Sequence } from '../matrix/sequence.ts'
import { mark } from '../state/marks.ts'
import { stripText, type Box, type StripLayout } from '../strip/stripLayout.ts'
import { themeColour } from '../../charts/colours.ts'
import type { Pixels } from './drawAxis.ts'
import { markColours } from './markColours.ts'

/** The part of a strip that is in sight, in CSS pixels from its top. */
export interface Band {
  top: number
  bottom: number
}

/** Whether any of a box is in sight. */
export const inSight = ({ y, height }: Pick<Box, 'y' | 'height'>, { top, bottom }: Band): boolean => y + height >= top && y <= bottom

/** The sequence as it reads: text as text, images as their pixels with the lines between patches. In CSS pixels. */
export const drawStrip = (context: CanvasRenderingContext2D, sequence: Sequence, layout: StripLayout, pixels: Pixels, fontSize: number, band: Band): void => {
  const [mono, text, faint, chip, lines] = [themeColour('font-mono'), themeColour('text'), themeColour('text-faint'), themeColour('axis-text'), themeColour('patch-line')]
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  sequence.positions.forEach((position, at) => {
    const box = layout.boxes[at]!
    if (position.image !== null || !inSight(box, band)) return
    const shown = stripText(position), special = [...shown].length > 1
    context.font = `${special ? fontSize * 0.84 : fontSize}px ${mono}`
    if (special) {
      context.fillStyle = chip
      context.beginPath()
      context.roundRect(box.x + 1.5, box.y + 2, box.width - 3, box.height - 4, 3)
      context.fill()
    }
    context.fillStyle = special || shown === '⏎' || shown === '·' ? faint : text
    context.fillText(shown, box.x + box.width / 2, box.y + box.height / 2 + 0.5)
  })
  sequence.images.forEach((image, number) => {
    const first = layout.boxes[image.start]!, width = image.cols * first.width, height = image.rows * first.height
    if (!inSight({ y: first.y, height }, band)) return
    const picture = pixels[number]
    context.fillStyle = themeColour('axis-image')
    context.fillRect(first.x, first.y, width, height)
    context.imageSmoothingEnabled = false
    if (picture) context.drawImage(picture, first.x, first.y, width, height)
    context.fillStyle = lines
    for (let col = 0; col <= image.cols; col++) context.fillRect(first.x + col * first.width - 0.5, first.y, 1, height)
    for (let row = 0; row <= image.rows; row++) context.fillRect(first.x, first.y + row * first.height - 0.5, width, 1)
  })
}

/** Over the strip: what is not lit is paled, what is lit is underlined (text) or framed (patches), and where the reader looks. */
export const drawStripMarks = (context: CanvasRenderingContext2D, sequence: Sequence, layout: StripLayout, marks: Uint8Array, at: number, other: number | null, band: Band): void => {
  const colours = markColours(), veil = themeColour('strip-veil'), accent = themeColour('accent')
  sequence.positions.forEach(({ image }, i) => {
    const { x, y, width, height } = layout.boxes[i]!, lit = marks[i]!
    if (!inSight(layout.boxes[i]!, band)) return
    if (lit === mark.none) {
      context.fillStyle = veil
      context.fillRect(x, y, width, height)
    } else if (image === null) {
      context.fillStyle = colours[lit]!
      context.fillRect(x, y + height - 3, width, 2)
    } else if (lit !== mark.seen) {
      frame(context, layout.boxes[i]!, colours[lit]!, 1)
    }
  })
  frame(context, layout.boxes[at]!, accent, 2.5)
  if (other !== null && other !== at) frame(context, layout.boxes[other]!, themeColour('text'), 1.5)
}

/** Over the strip: attention as heat over what it goes to. @param share 0 … 1 for each position */
export const drawStripHeat = (context: CanvasRenderingContext2D, layout: StripLayout, share: Float32Array, colourOf: (value: number) => string, at: number, band: Band): void => {
  layout.boxes.forEach((box, i) => {
    if (!inSight(box, band)) return
    const { x, y, width, height } = box
    context.fillStyle = colourOf(share[i]!)
    context.fillRect(x, y, width, height)
  })
  frame(context, layout.boxes[at]!, themeColour('accent'), 2.5)
}

const frame = (context: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: string, line: number): void => {
  context.strokeStyle = colour
  context.lineWidth = line
  context.strokeRect(x + line / 2, y + line / 2, width - line, height - line)
}
