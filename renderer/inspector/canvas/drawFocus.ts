import { extent, pixelOf, scaleOf } from '../matrix/zoom.ts'
import type { Sequence } from '../matrix/sequence.ts'
import type { Focus } from '../state/inspectorState.ts'
import { mark } from '../state/marks.ts'
import type { Direction } from '../words/sentence.ts'
import { themeColour } from '../../charts/colours.ts'
import { elementsOf, type Frame } from './frame.ts'
import { markColours } from './markColours.ts'

interface FocusDrawing {
  focus: Focus
  marks: Uint8Array
  direction: Direction
  /** A lock pales what is not its row or column. */
  locked: boolean
}

/** What follows the pointer: the row or column, the pair, and along the other axis what is lit. Little, so that it is quick. */
export const drawFocus = (context: CanvasRenderingContext2D, sequence: Sequence, frame: Frame, drawing: FocusDrawing | null): void => {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  if (!drawing) return
  const { focus, marks, direction, locked } = drawing
  const { axis, viewport, view, ratio, words } = frame
  const scale = scaleOf(view), rowwise = direction === 'sees', least = Math.max(scale.cell, Math.round(3 * ratio))
  const whole = extent(scale, sequence.length)
  const right = Math.min(viewport.width, whole - view.left), bottom = Math.min(viewport.height, whole - view.top)
  const accent = themeColour('accent'), line = Math.max(1, Math.round(1.5 * ratio))
  const at = pixelOf(scale, focus.at, rowwise ? view.top : view.left)
  const band: [number, number, number, number] = rowwise ? [axis, axis + at, right, least] : [axis + at, axis, least, bottom]

  clipped(axis, axis, right, bottom, () => {
    if (locked) {
      context.fillStyle = themeColour('matrix-veil')
      const [x, y, w, h] = band
      if (rowwise) { context.fillRect(axis, axis, right, y - axis); context.fillRect(axis, y + h, right, bottom) }
      else { context.fillRect(axis, axis, x - axis, bottom); context.fillRect(x + w, axis, right, bottom) }
    }
    outline(...band)
    if (focus.other !== null) cell(focus.at, focus.other, [])
    if (focus.via !== null && focus.other !== null) {
      cell(focus.at, focus.via, [4 * ratio, 3 * ratio])
      cell(focus.via, focus.other, [4 * ratio, 3 * ratio])
    }
  })
  litAxis()
  place(focus.at, rowwise)
  if (focus.other !== null) place(focus.other, !rowwise)

  /** Pales the elements that are not lit and underlines those that are, along the axis of what is seen (or sees). */
  function litAxis(): void {
    const before = rowwise ? view.left : view.top, window = rowwise ? right : bottom, thick = elementsOf(frame), under = Math.round(3 * ratio)
    const rect = (a: number, b: number, depth: number, deep: number): [number, number, number, number] => (rowwise ? [axis + a, depth, b - a, deep] : [depth, axis + a, deep, b - a])
    const colours = markColours()
    clipped(...rect(0, window, 0, axis), () => {
      for (let from = 0, to = 0; from < sequence.length; from = to) {
        for (to = from + 1; to < sequence.length && marks[to] === marks[from];) to++
        const a = pixelOf(scale, from, before), b = pixelOf(scale, to - 1, before) + scale.cell
        if (b < 0 || a > window) continue
        context.fillStyle = marks[from] === mark.none ? themeColour('axis-veil') : colours[marks[from]!]!
        context.fillRect(...(marks[from] === mark.none ? rect(a, b, words, thick) : rect(a, b, words + thick - under, under + Math.round(2 * ratio))))
      }
    })
  }

  /** Marks a position on an axis. */
  function place(position: number, onRows: boolean): void {
    const pixel = pixelOf(scale, position, onRows ? view.top : view.left), thick = elementsOf(frame)
    clipped(onRows ? 0 : axis, onRows ? axis : 0, onRows ? axis : right, onRows ? bottom : axis, () =>
      outline(...(onRows ? [words, axis + pixel, thick, least] : [axis + pixel, words, least, thick]) as [number, number, number, number]))
  }

  function cell(a: number, b: number, dash: number[]): void {
    const [q, k] = rowwise ? [a, b] : [b, a]
    context.setLineDash(dash)
    outline(axis + pixelOf(scale, k, view.left), axis + pixelOf(scale, q, view.top), least, least)
    context.setLineDash([])
  }

  function outline(x: number, y: number, w: number, h: number): void {
    context.strokeStyle = accent
    context.lineWidth = line
    context.strokeRect(x - line / 2, y - line / 2, w + line, h + line)
  }

  function clipped(x: number, y: number, w: number, h: number, draw: () => void): void {
    context.save()
    context.beginPath()
    context.rect(x, y, w, h)
    context.clip()
    draw()
    context.restore()
  }
}
