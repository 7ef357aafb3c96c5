import { background, colours, rgbOf } from '../data/shapes/vocabulary.ts'
import type { Colour, Rgb } from '../data/shapes/vocabulary.ts'
import type { Picture } from '../data/document.ts'

/** A picture as the checker sees it: per pixel, which vocabulary colour it is nearest to and how much of it there is. */
export interface Ink {
  width: number
  height: number
  /** [height · width · 3], relative to the background. */
  rgb: Float32Array
  /** [height · width], number of the nearest colour. */
  colour: Uint8Array
  /** [height · width], 0 background … 1 that colour. */
  amount: Float32Array
}

/** Larger pictures are shrunk to this side: shapes are read as well, and time stays bounded. */
const largestSide = 48

const rays: readonly Rgb[] = colours.map((colour) => {
  const [r, g, b] = rgbOf[colour]
  return [r - background[0], g - background[1], b - background[2]]
})
const lengths = rays.map(([r, g, b]) => r * r + g * g + b * b)

/** How much of colour number `c` a pixel (relative to the background) holds, by projection: 0..1. */
export function amountOf(c: number, r: number, g: number, b: number): number {
  const ray = rays[c]!
  return Math.min(1, Math.max(0, (r * ray[0] + g * ray[1] + b * ray[2]) / lengths[c]!))
}

/** How far (in 8-bit steps) a pixel is from the nearest mix of the background with colour number `c`. */
export function distanceTo(c: number, r: number, g: number, b: number): number {
  const amount = amountOf(c, r, g, b)
  const ray = rays[c]!
  return Math.sqrt((r - amount * ray[0]) ** 2 + (g - amount * ray[1]) ** 2 + (b - amount * ray[2]) ** 2)
}

export const colourNumber = (c: number): Colour => colours[c]!

/** Averages blocks of pixels, relative to the background. */
function shrink({ width, height, pixels }: Picture): Pick<Ink, 'width' | 'height' | 'rgb'> {
  const scale = Math.min(1, largestSide / Math.max(width, height))
  const w = Math.max(1, Math.round(width * scale))
  const h = Math.max(1, Math.round(height * scale))
  const rgb = new Float32Array(w * h * 3)
  for (let y = 0; y < h; y++) {
    const top = Math.floor((y * height) / h)
    const bottom = Math.floor(((y + 1) * height) / h)
    for (let x = 0; x < w; x++) {
      const left = Math.floor((x * width) / w)
      const right = Math.floor(((x + 1) * width) / w)
      const area = (bottom - top) * (right - left)
      for (let c = 0; c < 3; c++) {
        let sum = 0
        for (let j = top; j < bottom; j++) for (let i = left; i < right; i++) sum += pixels[(j * width + i) * 3 + c]!
        rgb[(y * w + x) * 3 + c] = sum / area - background[c]!
      }
    }
  }
  return { width: w, height: h, rgb }
}

/** Reads each pixel as background mixed with one vocabulary colour. */
export function readInk(picture: Picture): Ink {
  const { width, height, rgb } = shrink(picture)
  const colour = new Uint8Array(width * height)
  const amount = new Float32Array(width * height)
  for (let p = 0; p < colour.length; p++) {
    const [r, g, b] = [rgb[p * 3]!, rgb[p * 3 + 1]!, rgb[p * 3 + 2]!]
    let nearest = Infinity
    for (let c = 0; c < rays.length; c++) {
      const distance = distanceTo(c, r, g, b)
      if (distance >= nearest) continue
      nearest = distance
      colour[p] = c
    }
    amount[p] = amountOf(colour[p]!, r, g, b)
  }
  return { width, height, rgb, colour, amount }
}
