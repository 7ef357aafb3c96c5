import type { Paint } from '../matrix/paint.ts'
import { scaleOf, type View, type Viewport } from '../matrix/zoom.ts'

const side = 256
/** 64 tiles of 256 KiB: more than any window shows. */
const most = 64

/** Drawn pieces of one matrix, kept while it is panned and zoomed. */
export class Tiles {
  readonly #paint: Paint
  readonly #length: number
  readonly #kept = new Map<string, OffscreenCanvas>()

  constructor(paint: Paint, length: number) {
    this.#paint = paint
    this.#length = length
  }

  /** Draws the part of the matrix that a view shows, its corner at (x, y) of the canvas. */
  draw(context: CanvasRenderingContext2D, view: View, x: number, y: number, { width, height }: Viewport): void {
    const { bin, cell } = scaleOf(view)
    const across = Math.ceil(this.#length / bin)
    context.save()
    context.beginPath()
    context.rect(x, y, width, height)
    context.clip()
    context.imageSmoothingEnabled = false
    const span = side * cell
    for (let top = Math.floor(view.top / span); top * span < view.top + height && top * side < across; top++) {
      for (let left = Math.floor(view.left / span); left * span < view.left + width && left * side < across; left++) {
        context.drawImage(this.#tile(bin, left, top), x + left * span - view.left, y + top * span - view.top, span, span)
      }
    }
    context.restore()
  }

  #tile(bin: number, left: number, top: number): OffscreenCanvas {
    const key = `${bin} ${left} ${top}`
    const known = this.#kept.get(key)
    if (known) {
      // The map is in order of use: the first is the one to forget.
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return known
    }
    const tile = new OffscreenCanvas(side, side)
    const context = tile.getContext('2d')!
    const pixels = context.createImageData(side, side)
    this.#paint({ left: left * side, top: top * side, side, bin }, pixels.data)
    context.putImageData(pixels, 0, 0)
    if (this.#kept.size >= most) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(key, tile)
    return tile
  }
}
