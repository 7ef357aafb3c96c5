import type { Paint } from '../matrix/paint.ts'
import { scaleOf, type View, type Viewport } from '../matrix/zoom.ts'

const side = 256
/** 64 tiles of 256 KiB: more than any window shows. */
const most = 64

interface Tile {
  canvas: OffscreenCanvas
  bin: number
  left: number
  top: number
}

/** Drawn pieces of one matrix, kept while it is panned and zoomed. */
export class Tiles {
  readonly #paint: Paint
  readonly #length: number
  readonly #kept = new Map<string, Tile>()

  constructor(paint: Paint, length: number) {
    this.#paint = paint
    this.#length = length
  }

  /**
   * Draws the part of the matrix that a view shows, its corner at (x, y) of the canvas. Pieces that are not painted yet are
   * painted while there is time, at least one; until the others are, they are shown as the nearest scale has them that covers most.
   * @param until `performance.now()` at which the frame should be done; the first picture of a matrix takes the time it needs
   * @returns whether every piece is painted, so that no other frame is needed
   */
  draw(context: CanvasRenderingContext2D, view: View, x: number, y: number, { width, height }: Viewport, until: number): boolean {
    const { bin, cell } = scaleOf(view)
    const across = Math.ceil(this.#length / bin), span = side * cell
    const range = (before: number, window: number): number[] => {
      const places: number[] = []
      for (let at = Math.floor(before / span); at * span < before + window && at * side < across; at++) places.push(at)
      return places
    }
    const wanted = range(view.top, height).flatMap((top) => range(view.left, width).map((left) => ({ left, top })))
    const missing = wanted.filter(({ left, top }) => !this.#kept.has(keyOf(bin, left, top)))
    const first = this.#kept.size === 0
    context.save()
    context.beginPath()
    context.rect(x, y, width, height)
    context.clip()
    if (missing.length > 0 && !first) {
      for (const tile of this.#standIn(view, width, height)) this.#place(context, tile, view, x, y)
    }
    context.imageSmoothingEnabled = false
    let painted = 0
    for (const { left, top } of wanted) {
      const known = this.#kept.get(keyOf(bin, left, top))
      if (!known && painted > 0 && !first && performance.now() > until) continue
      if (!known) painted++
      this.#place(context, this.#tile(bin, left, top), view, x, y)
    }
    context.restore()
    return painted === missing.length
  }

  /** Painted pieces of another scale that lie in the window: of the scale that has most of it, the nearest one of two alike. */
  #standIn(view: View, width: number, height: number): Tile[] {
    const scale = scaleOf(view), byBin = new Map<number, { tiles: Tile[]; covered: number }>()
    for (const tile of this.#kept.values()) {
      if (tile.bin === scale.bin) continue
      const span = (side * tile.bin * scale.cell) / scale.bin, left = tile.left * span - view.left, top = tile.top * span - view.top
      const covered = Math.max(0, Math.min(width, left + span) - Math.max(0, left)) * Math.max(0, Math.min(height, top + span) - Math.max(0, top))
      if (covered === 0) continue
      const level = byBin.get(tile.bin) ?? { tiles: [], covered: 0 }
      level.tiles.push(tile)
      level.covered += covered
      byBin.set(tile.bin, level)
    }
    const best = [...byBin].sort(([a, { covered: coversA }], [b, { covered: coversB }]) => coversB - coversA || Math.abs(a - scale.bin) - Math.abs(b - scale.bin))[0]
    return best ? best[1].tiles : []
  }

  /** Draws a tile of any scale where it is at the scale of a view. */
  #place(context: CanvasRenderingContext2D, { canvas, bin, left, top }: Tile, view: View, x: number, y: number): void {
    const scale = scaleOf(view), span = (side * bin * scale.cell) / scale.bin
    context.drawImage(canvas, x + left * span - view.left, y + top * span - view.top, span, span)
  }

  #tile(bin: number, left: number, top: number): Tile {
    const key = keyOf(bin, left, top)
    const known = this.#kept.get(key)
    if (known) {
      // The map is in order of use: the first is the one to forget.
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return known
    }
    const canvas = new OffscreenCanvas(side, side)
    const context = canvas.getContext('2d')!
    const pixels = context.createImageData(side, side)
    this.#paint({ left: left * side, top: top * side, side, bin }, pixels.data)
    context.putImageData(pixels, 0, 0)
    if (this.#kept.size >= most) this.#kept.delete(this.#kept.keys().next().value!)
    const tile = { canvas, bin, left, top }
    this.#kept.set(key, tile)
    return tile
  }
}

const keyOf = (bin: number, left: number, top: number): string => `${bin} ${left} ${top}`
