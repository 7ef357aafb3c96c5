import type { Paint } from '../matrix/paint.ts'
import { scaleOf, type View, type Viewport } from '../matrix/zoom.ts'

const side = 256
/** 128 tiles of 256 KiB: what a window shows at some scales one after the other. */
const most = 128

interface Tile {
  context: OffscreenCanvasRenderingContext2D
  bin: number
  left: number
  top: number
}

/** Drawn pieces of one matrix, kept while it is panned and zoomed. */
export class Tiles {
  readonly #paint: Paint
  readonly #length: number
  readonly #kept = new Map<string, Tile>()
  /** Where pieces are painted, one after the other. */
  readonly #pixels = new ImageData(side, side)

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
      for (const tile of this.#standIn(view, width, height)) {
        // A finer scale is averaged, so that nothing aliases; a coarser one is the same enlarged either way, and quicker so.
        context.imageSmoothingEnabled = tile.bin < bin
        this.#place(context, tile, view, x, y)
      }
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
  #place(context: CanvasRenderingContext2D, { context: { canvas }, bin, left, top }: Tile, view: View, x: number, y: number): void {
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
    this.#pixels.data.fill(0)
    this.#paint({ left: left * side, top: top * side, side, bin }, this.#pixels.data)
    const tile = { context: this.#free() ?? new OffscreenCanvas(side, side).getContext('2d')!, bin, left, top }
    tile.context.putImageData(this.#pixels, 0, 0)
    this.#kept.set(key, tile)
    return tile
  }

  /** The canvas of the piece that was not used for longest, where there are as many as may be. */
  #free(): Tile['context'] | null {
    if (this.#kept.size < most) return null
    const [key, { context }] = this.#kept.entries().next().value!
    this.#kept.delete(key)
    return context
  }
}

const keyOf = (bin: number, left: number, top: number): string => `${bin} ${left} ${top}`
