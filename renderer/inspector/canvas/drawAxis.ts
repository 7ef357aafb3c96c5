import type { InspectedImage } from '../../../protocol/inspection/index.ts'
import { pixelOf, scaleOf } from '../matrix/zoom.ts'
import type { Segment, Sequence } from '../matrix/sequence.ts'
import { stripText } from '../strip/stripLayout.ts'
import { themeColour } from '../../charts/colours.ts'
import { elementsOf, type Frame } from './frame.ts'

/** Pictures of the sequence's images, as far as they have come. */
export type Pixels = readonly (HTMLImageElement | null)[]

/** Narrowest cell, in CSS pixels, in which a character can be read. */
const readable = 8
/** And from which on there are lines between patches. */
const lined = 6

/** The sequence along the top (`across`) or the left of the matrix, at the matrix's own scale. */
export const drawAxis = (context: CanvasRenderingContext2D, sequence: Sequence, pixels: Pixels, frame: Frame, across: boolean): void => {
  const { axis, words, view, viewport } = frame
  const [before, window] = across ? [view.left, viewport.width] : [view.top, viewport.height]
  const scale = scaleOf(view), thick = elementsOf(frame)
  /** A rectangle from `a` to `b` along the axis, `depth` into it from its outer edge. */
  const rect = (a: number, b: number, depth: number, deep: number): [number, number, number, number] =>
    across ? [axis + a, depth, b - a, deep] : [depth, axis + a, deep, b - a]

  context.save()
  context.beginPath()
  context.rect(...rect(0, window, 0, axis))
  context.clip()
  for (const segment of sequence.segments) {
    const a = pixelOf(scale, segment.start, before), b = pixelOf(scale, segment.end - 1, before) + scale.cell
    if (b <= 0 || a >= window) continue
    drawElements(segment, Math.max(0, a), Math.min(window, b))
    drawWords(segment, Math.max(0, a), Math.min(window, b))
    const border = sequence.segments[sequence.segmentOf[segment.start]! - 1]
    context.fillStyle = themeColour(border && border.document !== segment.document ? 'text' : 'line-strong')
    if (border) context.fillRect(...rect(a, a + Math.max(1, Math.round(frame.ratio * (border.document !== segment.document ? 1.5 : 1))), 0, axis))
  }
  context.restore()

  function drawElements(segment: Segment, a: number, b: number): void {
    if (segment.image === null) {
      context.fillStyle = themeColour('axis-text')
      context.fillRect(...rect(a, b, words, thick))
      if (scale.cell >= readable * frame.ratio) drawCharacters(segment)
      return
    }
    const image = sequence.images[segment.image]!, picture = pixels[segment.image]
    context.fillStyle = themeColour('axis-image')
    context.fillRect(...rect(a, b, words, thick))
    if (picture) drawPatches(image, picture, a, b)
    if (scale.cell < lined * frame.ratio) return
    context.fillStyle = themeColour('patch-line')
    for (let at = image.start; at < segment.end; at++) {
      const edge = pixelOf(scale, at, before)
      context.fillRect(...rect(edge, edge + 1, words, thick))
    }
  }

  function drawPatches(image: InspectedImage, picture: HTMLImageElement, a: number, b: number): void {
    context.imageSmoothingEnabled = false
    const wide = picture.naturalWidth / image.cols, high = picture.naturalHeight / image.rows
    for (let at = a; at < b; at += scale.cell - ((at + before) % scale.cell)) {
      const patch = Math.floor((at + before) / scale.cell) * scale.bin - image.start
      if (patch < 0 || patch >= image.rows * image.cols) continue
      const cell = rect(pixelOf(scale, patch + image.start, before), pixelOf(scale, patch + image.start, before) + scale.cell, words, thick)
      context.drawImage(picture, (patch % image.cols) * wide, Math.floor(patch / image.cols) * high, wide, high, ...cell)
    }
  }

  function drawCharacters({ start, end }: Segment): void {
    const mono = themeColour('font-mono')
    context.fillStyle = themeColour('text')
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    for (let at = start; at < end; at++) {
      const a = pixelOf(scale, at, before)
      if (a + scale.cell < 0 || a > window) continue
      const text = stripText(sequence.positions[at]!), letters = [...text].length
      const [x, y, w, h] = rect(a, a + scale.cell, words, thick)
      const size = Math.min(12 * frame.ratio, letters === 1 ? scale.cell * 0.95 : (1.5 * (across ? thick : w)) / letters)
      context.font = `${size}px ${mono}`
      context.save()
      context.translate(x + w / 2, y + h / 2)
      if (letters > 1 && across) context.rotate(-Math.PI / 2)
      context.fillText(text, 0, 0)
      context.restore()
    }
  }

  function drawWords({ image, document }: Segment, a: number, b: number): void {
    const text = image !== null ? `image ${image + 1}` : sequence.segments.length === 1 ? 'text' : `text${document > 0 ? ` · ${document + 1}` : ''}`
    context.font = `${10.5 * frame.ratio}px ${themeColour('font-ui')}`
    if (context.measureText(text).width + 6 * frame.ratio > b - a) return
    context.fillStyle = themeColour('text-soft')
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    const [x, y, w, h] = rect(a, b, 0, words)
    context.save()
    context.translate(x + w / 2, y + h / 2)
    if (!across) context.rotate(-Math.PI / 2)
    context.fillText(text, 0, 0)
    context.restore()
  }
}
