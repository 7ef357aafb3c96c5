import { coverage } from '../data/shapes/silhouette.ts'
import { shapes } from '../data/shapes/vocabulary.ts'
import type { Shape } from '../data/shapes/vocabulary.ts'

/** How much of each pixel a piece covers, 0..1, row-major. */
export interface Mask {
  width: number
  height: number
  amount: Float32Array
}

/** A shape laid over a mask: centre and radius in pixels, and how well it fits (intersection over union, 0..1). */
export interface Fit {
  shape: Shape
  cx: number
  cy: number
  radius: number
  overlap: number
}

/** Steepens soft edges, so that faint noise counts as background; masks and templates go through it alike. */
export const steepen = (amount: number): number => Math.min(1, Math.max(0, (amount - 0.15) / 0.7))

interface Template {
  /** Pixels from the centre's whole part to the template's first row and column. */
  offset: number
  side: number
  amount: Float32Array
  sum: number
}

/** Centres and radii are tried in steps of 1/grid pixel. */
const grid = 4
const templates = new Map<number, Template>()

/** Templates are drawn sharp, and blurred as a sampled picture may be: the share that each pixel gives to either neighbour. */
type Blur = 0 | 0.2

/** A shape drawn at a radius and a centre within its pixel, drawn once and kept. */
function templateOf(shape: Shape, blur: Blur, fx: number, fy: number, radius: number): Template {
  const kind = shapes.indexOf(shape) * 2 + (blur > 0 ? 1 : 0)
  const key = ((kind * grid + fx * grid) * grid + fy * grid) * 4096 + radius * grid
  const known = templates.get(key)
  if (known) return known
  const reach = Math.ceil(radius) + (blur > 0 ? 1 : 0)
  const side = 2 * reach + 1
  const drawn = new Float32Array(side * side)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) drawn[y * side + x] = coverage(shape, fx + reach, fy + reach, radius, x, y)
  }
  const amount = blurAlong(blurAlong(drawn, blur, 1), blur, side).map(steepen)
  const template = { offset: -reach, side, amount, sum: amount.reduce((a, b) => a + b, 0) }
  templates.set(key, template)
  return template
}

/** Each value gives `share` to the values `stride` before and after it; templates have an empty margin, so rows do not mix. */
function blurAlong(values: Float32Array, share: number, stride: number): Float32Array {
  return values.map((value, i) => value * (1 - 2 * share) + share * ((values[i - stride] ?? 0) + (values[i + stride] ?? 0)))
}

function overlapOf(shape: Shape, blur: Blur, cx: number, cy: number, radius: number, mask: Mask, sum: number): number {
  const x0 = Math.floor(cx)
  const y0 = Math.floor(cy)
  const { offset, side, amount, sum: own } = templateOf(shape, blur, cx - x0, cy - y0, radius)
  const firstRow = Math.max(0, -y0 - offset)
  const lastRow = Math.min(side, mask.height - y0 - offset)
  const firstColumn = Math.max(0, -x0 - offset)
  const lastColumn = Math.min(side, mask.width - x0 - offset)
  let shared = 0
  for (let j = firstRow; j < lastRow; j++) {
    const row = (y0 + offset + j) * mask.width + x0 + offset
    for (let i = firstColumn; i < lastColumn; i++) {
      const a = amount[j * side + i]!
      const b = mask.amount[row + i]!
      shared += a < b ? a : b
    }
  }
  return shared / (own + sum - shared)
}

/** Moves that are tried at each step: dx, dy, dr. A triangle's tip is faint, so the centre and radius also move together. */
const moves = [
  [1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1],
  [0, 1, 1], [0, -1, 1], [0, 1, -1], [0, -1, -1], [1, 0, 1], [-1, 0, 1], [1, 0, -1], [-1, 0, -1],
] as const

/** A sharp fit this good needs no other tried. */
const plain = 0.93

/** A shape this much worse than the best stays so, however it is drawn. */
const hopeless = 0.2

const snap = (value: number): number => Math.round(value * grid) / grid

function climb(shape: Shape, blur: Blur, start: Pick<Fit, 'cx' | 'cy' | 'radius'>, mask: Mask, sum: number): Fit {
  const { cx, cy, radius } = start
  let best: Fit = { shape, cx, cy, radius, overlap: overlapOf(shape, blur, cx, cy, radius, mask, sum) }
  for (const step of [1, 0.5, 0.25]) {
    for (let round = 0; round < 8; round++) {
      let next = best
      for (const [dx, dy, dr] of moves) {
        const [cx, cy, radius] = [best.cx + dx * step, best.cy + dy * step, best.radius + dr * step]
        if (radius < 1) continue
        const overlap = overlapOf(shape, blur, cx, cy, radius, mask, sum)
        if (overlap > next.overlap) next = { shape, cx, cy, radius, overlap }
      }
      if (next === best) break
      best = next
    }
  }
  return best
}

/** The best fit of every shape, from the box that the mask's solid part fills. */
export function fitShapes(mask: Mask, box: { left: number; right: number; top: number; bottom: number }): Fit[] {
  const sum = mask.amount.reduce((a, b) => a + b, 0)
  const start = {
    cx: snap((box.left + box.right + 1) / 2),
    cy: snap((box.top + box.bottom + 1) / 2),
    radius: snap(Math.max(box.right - box.left + 1, box.bottom - box.top + 1) / 2),
  }
  const sharp = shapes.map((shape) => climb(shape, 0, start, mask, sum))
  const best = Math.max(...sharp.map(({ overlap }) => overlap))
  if (best >= plain) return sharp
  return sharp.map((fit) => {
    if (fit.overlap < best - hopeless) return fit
    const soft = climb(fit.shape, 0.2, fit, mask, sum)
    return soft.overlap > fit.overlap ? soft : fit
  })
}
