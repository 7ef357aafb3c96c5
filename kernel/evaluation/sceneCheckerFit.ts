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

interface Template {
  /** Pixels from the centre's whole part to the template's first row and column. */
  offset: number
  side: number
  amount: Float32Array
  sum: number
}

/** Centres and radii are tried in steps of 1/grid pixel. */
const grid = 4
const templates = new Map<string, Template>()

/** A shape drawn at a radius and a centre within its pixel, drawn once and kept. */
function templateOf(shape: Shape, fx: number, fy: number, radius: number): Template {
  const key = `${shape} ${fx} ${fy} ${radius}`
  const known = templates.get(key)
  if (known) return known
  const offset = -Math.ceil(radius)
  const side = 2 * Math.ceil(radius) + 1
  const amount = new Float32Array(side * side)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) amount[y * side + x] = coverage(shape, fx - offset, fy - offset, radius, x, y)
  }
  const template = { offset, side, amount, sum: amount.reduce((a, b) => a + b, 0) }
  templates.set(key, template)
  return template
}

function overlapOf(shape: Shape, cx: number, cy: number, radius: number, mask: Mask, sum: number): number {
  const x0 = Math.floor(cx)
  const y0 = Math.floor(cy)
  const { offset, side, amount, sum: own } = templateOf(shape, cx - x0, cy - y0, radius)
  let shared = 0
  for (let j = 0; j < side; j++) {
    const y = y0 + offset + j
    if (y < 0 || y >= mask.height) continue
    for (let i = 0; i < side; i++) {
      const x = x0 + offset + i
      if (x >= 0 && x < mask.width) shared += Math.min(amount[j * side + i]!, mask.amount[y * mask.width + x]!)
    }
  }
  return shared / (own + sum - shared)
}

/** Moves that are tried at each step: dx, dy, dr. A triangle's tip is faint, so the centre and radius also move together. */
const moves = [
  [1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1],
  [0, 1, 1], [0, -1, 1], [0, 1, -1], [0, -1, -1], [1, 0, 1], [-1, 0, 1], [1, 0, -1], [-1, 0, -1],
] as const

const snap = (value: number): number => Math.round(value * grid) / grid

function climb(shape: Shape, start: Pick<Fit, 'cx' | 'cy' | 'radius'>, mask: Mask, sum: number): Fit {
  let best: Fit = { shape, ...start, overlap: overlapOf(shape, start.cx, start.cy, start.radius, mask, sum) }
  for (const step of [1, 0.5, 0.25]) {
    for (let round = 0; round < 8; round++) {
      let next = best
      for (const [dx, dy, dr] of moves) {
        const [cx, cy, radius] = [best.cx + dx * step, best.cy + dy * step, best.radius + dr * step]
        if (radius < 1) continue
        const overlap = overlapOf(shape, cx, cy, radius, mask, sum)
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
  return shapes.map((shape) => climb(shape, start, mask, sum))
}
