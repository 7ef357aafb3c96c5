import type { Picture } from '../../data/document.ts'

/** A filter over distance in pixels of the coarser side. */
interface Filter {
  support: number
  weight(distance: number): number
}

/** Keys's cubic with a = −½, as Pillow has it. */
const cubic = (x: number): number => {
  const d = Math.abs(x)
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1
  return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0
}

export const filters = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: cubic },
} as const satisfies Record<string, Filter>

/**
 * A picture at another size, as Pillow resizes: places are centres of pixels, a filter widens by the reduction so that nothing
 * aliases, weights at the border sum to one. Values are not rounded and not clipped.
 * @returns channels first, [3, height, width], in the picture's own 0 … 255
 */
export const resample = ({ width, height, pixels }: Picture, to: { width: number; height: number }, filter: keyof typeof filters): Float32Array => {
  const across = tapsOf(width, to.width, filters[filter]), down = tapsOf(height, to.height, filters[filter])
  const out = new Float32Array(3 * to.height * to.width)
  for (let c = 0; c < 3; c++) {
    const rows = new Float64Array(height * to.width)
    for (let y = 0; y < height; y++) across.forEach(({ from, weights }, x) => {
      rows[y * to.width + x] = weights.reduce((sum, weight, k) => sum + weight * pixels[(y * width + from + k) * 3 + c]!, 0)
    })
    down.forEach(({ from, weights }, y) => {
      for (let x = 0; x < to.width; x++) out[(c * to.height + y) * to.width + x] = weights.reduce((sum, weight, k) => sum + weight * rows[(from + k) * to.width + x]!, 0)
    })
  }
  return out
}

/** For each place of the new side, the old places that it is made of. */
const tapsOf = (size: number, wanted: number, { support, weight }: Filter): { from: number; weights: number[] }[] => {
  const scale = size / wanted, widened = Math.max(1, scale)
  return Array.from({ length: wanted }, (_, i) => {
    const centre = (i + 0.5) * scale
    const from = Math.max(0, Math.floor(centre - support * widened + 0.5)), to = Math.min(size, Math.floor(centre + support * widened + 0.5))
    const raw = Array.from({ length: to - from }, (_, k) => weight((from + k + 0.5 - centre) / widened))
    const total = raw.reduce((sum, value) => sum + value, 0)
    return { from, weights: raw.map((value) => value / total) }
  })
}
