/**
 * A zoom that cannot alias: a pixel is a whole number of positions, or a position is a whole number of pixels. All
 * lengths are device pixels of the canvas.
 */
export interface Scale {
  /** Positions in a pixel; 1 where `cell` is more than 1. */
  bin: number
  /** Pixels of a position; 1 where `bin` is more than 1. */
  cell: number
}

const bins = [32, 24, 16, 12, 10, 8, 7, 6, 5, 4, 3, 2]
const cells = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 80, 96]

/** From far to near. */
export const scales: readonly Scale[] = [...bins.map((bin) => ({ bin, cell: 1 })), ...cells.map((cell) => ({ bin: 1, cell }))]

/** Which part of a matrix is shown. */
export interface View {
  /** Place in `scales`. */
  step: number
  /** Pixels of the matrix to the left of and above the canvas. */
  left: number
  top: number
}

export interface Viewport {
  width: number
  height: number
}

export const scaleOf = ({ step }: View): Scale => scales[step]!

/** Side of the whole matrix at a scale. */
export const extent = ({ bin, cell }: Scale, length: number): number => Math.ceil(length / bin) * cell

/** The nearest scale at which the whole matrix is in the canvas, or the farthest there is. */
export const fit = (length: number, { width, height }: Viewport): View => {
  const step = scales.findLastIndex((scale) => extent(scale, length) <= Math.min(width, height))
  return { step: Math.max(0, step), left: 0, top: 0 }
}

const clampEdge = (at: number, whole: number, window: number): number => Math.round(Math.max(0, Math.min(at, whole - window)))

/** A view that shows no more emptiness than it must. */
export const clamp = (view: View, length: number, { width, height }: Viewport): View => {
  const whole = extent(scaleOf(view), length)
  return { ...view, left: clampEdge(view.left, whole, width), top: clampEdge(view.top, whole, height) }
}

export const pan = (view: View, right: number, down: number, length: number, viewport: Viewport): View =>
  clamp({ ...view, left: view.left + right, top: view.top + down }, length, viewport)

/** Steps nearer (or farther, below 0), with the position under pixel (x, y) staying there. */
export const zoom = (view: View, steps: number, x: number, y: number, length: number, viewport: Viewport): View => {
  const step = Math.max(0, Math.min(scales.length - 1, view.step + steps))
  const from = scaleOf(view), to = scales[step]!
  const ratio = (to.cell / to.bin) / (from.cell / from.bin)
  return clamp({ step, left: (view.left + x) * ratio - x, top: (view.top + y) * ratio - y }, length, viewport)
}

/** The position at a pixel along one axis; null outside the matrix. `before`: pixels before the canvas. */
export const positionAt = ({ bin, cell }: Scale, pixel: number, before: number, length: number): number | null => {
  const position = Math.floor((pixel + before) / cell) * bin
  return pixel + before >= 0 && position < length ? position : null
}

/** First pixel of a position along one axis. */
export const pixelOf = ({ bin, cell }: Scale, position: number, before: number): number => Math.floor(position / bin) * cell - before

/** Moves as little as needed so that row `query` and column `key` are in the canvas. */
export const reveal = (view: View, query: number | null, key: number | null, length: number, viewport: Viewport): View => {
  const scale = scaleOf(view), margin = Math.max(24, 2 * scale.cell)
  const along = (position: number | null, before: number, window: number): number => {
    if (position === null) return before
    const pixel = pixelOf(scale, position, before)
    if (pixel < margin) return before + pixel - margin
    return pixel + scale.cell > window - margin ? before + pixel + scale.cell - window + margin : before
  }
  return clamp({ ...view, left: along(key, view.left, viewport.width), top: along(query, view.top, viewport.height) }, length, viewport)
}
