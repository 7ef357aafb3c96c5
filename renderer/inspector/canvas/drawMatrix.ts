import { extent, pixelOf, positionAt, scaleOf } from '../matrix/zoom.ts'
import type { Sequence } from '../matrix/sequence.ts'
import { themeColour } from '../../charts/colours.ts'
import { drawAxis, type Pixels } from './drawAxis.ts'
import type { Frame } from './frame.ts'
import { strokeGlyph } from './glyphs.ts'
import type { Picture } from './pictures.ts'

/** From these cells on, in CSS pixels, there are lines between cells, and marks in them. */
const lined = 7, marked = 11

/**
 * Everything but what follows the pointer: the matrix, its borders, and the sequence along two sides.
 * @param until see `Tiles.draw`; @returns whether the matrix is drawn whole
 */
export const drawMatrix = (context: CanvasRenderingContext2D, sequence: Sequence, picture: Picture, pixels: Pixels, frame: Frame, until: number): boolean => {
  const { axis, viewport, view, ratio } = frame
  const scale = scaleOf(view), whole = extent(scale, sequence.length)
  const right = Math.min(viewport.width, whole - view.left), bottom = Math.min(viewport.height, whole - view.top)
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  const complete = picture.tiles.draw(context, view, axis, axis, viewport, until)

  context.save()
  context.beginPath()
  context.rect(axis, axis, right, bottom)
  context.clip()
  if (scale.cell >= lined * ratio) cellLines()
  if (scale.cell >= marked * ratio) cellMarks()
  borders()
  context.restore()

  context.strokeStyle = themeColour('line-strong')
  context.lineWidth = 1
  context.strokeRect(axis - 0.5, axis - 0.5, right + 1, bottom + 1)
  drawAxis(context, sequence, pixels, frame, true)
  drawAxis(context, sequence, pixels, frame, false)
  return complete

  function cellLines(): void {
    context.fillStyle = themeColour('matrix-line')
    for (let x = -(view.left % scale.cell); x <= right; x += scale.cell) context.fillRect(axis + x, axis, 1, bottom)
    for (let y = -(view.top % scale.cell); y <= bottom; y += scale.cell) context.fillRect(axis, axis + y, right, 1)
  }

  function cellMarks(): void {
    context.strokeStyle = themeColour('matrix-mark')
    const [q0, q1] = [positionAt(scale, 0, view.top, sequence.length)!, positionAt(scale, bottom - 1, view.top, sequence.length) ?? sequence.length - 1]
    const [k0, k1] = [positionAt(scale, 0, view.left, sequence.length)!, positionAt(scale, right - 1, view.left, sequence.length) ?? sequence.length - 1]
    for (let q = q0; q <= q1; q++) for (let k = k0; k <= k1; k++) {
      strokeGlyph(context, picture.glyphAt(q, k), axis + pixelOf(scale, k, view.left), axis + pixelOf(scale, q, view.top), scale.cell)
    }
  }

  /** Lines where a segment begins, stronger where a document does; too close together they would be the picture. */
  function borders(): void {
    const shortest = Math.min(...sequence.segments.map(({ start, end }) => end - start)) * (scale.cell / scale.bin)
    sequence.segments.forEach(({ start, document }, i) => {
      const before = sequence.segments[i - 1]
      if (!before || (before.document === document && shortest < 5 * ratio && scale.bin > 1)) return
      context.fillStyle = themeColour(before.document === document ? 'matrix-border' : 'text-soft')
      context.fillRect(axis + pixelOf(scale, start, view.left), axis, 1, bottom)
      context.fillRect(axis, axis + pixelOf(scale, start, view.top), right, 1)
    })
  }
}
