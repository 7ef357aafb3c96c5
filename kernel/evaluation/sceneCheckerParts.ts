import type { Ink } from './sceneCheckerInk.ts'

/** A connected piece of one colour. */
export interface Part {
  colour: number
  /** Pixel numbers. */
  pixels: number[]
  left: number
  right: number
  top: number
  bottom: number
}

/** A pixel is ink, not background, from this amount on. */
export const solid = 0.5

/** Pieces smaller than this share of the picture are specks. */
const speck = 0.012

/** A piece this much smaller than its neighbour is a fragment of it. */
const fragment = 0.15

/** Pieces this many pixels apart are near each other. */
const near = 2

function boxOf(pixels: readonly number[], width: number): Pick<Part, 'left' | 'right' | 'top' | 'bottom'> {
  const box = { left: Infinity, right: -1, top: Infinity, bottom: -1 }
  for (const p of pixels) {
    const x = p % width
    const y = (p - x) / width
    box.left = Math.min(box.left, x)
    box.right = Math.max(box.right, x)
    box.top = Math.min(box.top, y)
    box.bottom = Math.max(box.bottom, y)
  }
  return box
}

/** The pixels reached from `start` over pixels that pass, by edge; marks them as seen. */
export function flood(start: number, width: number, height: number, seen: Uint8Array, passes: (p: number) => boolean): number[] {
  const found = [start]
  seen[start] = 1
  for (let i = 0; i < found.length; i++) {
    const p = found[i]!
    const x = p % width
    for (const q of [x > 0 ? p - 1 : -1, x < width - 1 ? p + 1 : -1, p - width, p + width]) {
      if (q < 0 || q >= width * height || seen[q] || !passes(q)) continue
      seen[q] = 1
      found.push(q)
    }
  }
  return found
}

function piecesOf({ width, height, colour, amount }: Ink): Part[] {
  const seen = new Uint8Array(width * height)
  const pieces: Part[] = []
  for (let p = 0; p < seen.length; p++) {
    if (seen[p] || amount[p]! < solid) continue
    const pixels = flood(p, width, height, seen, (q) => amount[q]! >= solid && colour[q] === colour[p])
    pieces.push({ colour: colour[p]!, pixels, ...boxOf(pixels, width) })
  }
  return pieces
}

/** Smallest distance between two pieces, in pixels along the longer axis; `near + 1` where it is more than `near`. */
function distance(a: Part, b: Part, width: number): number {
  const far = near + 1
  if (a.left - b.right > near || b.left - a.right > near || a.top - b.bottom > near || b.top - a.bottom > near) return far
  let least = far
  for (const p of a.pixels) {
    for (const q of b.pixels) {
      const dx = Math.abs((p % width) - (q % width))
      const dy = Math.abs(Math.floor(p / width) - Math.floor(q / width))
      least = Math.min(least, Math.max(dx, dy))
      if (least === 1) return 1
    }
  }
  return least
}

const overlaps = (a: Part, b: Part): boolean => a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom

/** Whether `small` is a part of `large` that noise cut off or miscoloured. */
function belongs(small: Part, large: Part, width: number): boolean {
  const apart = distance(small, large, width)
  if (apart > near) return false
  if (small.colour === large.colour && overlaps(small, large)) return true
  return small.pixels.length < fragment * large.pixels.length && (apart === 1 || small.colour === large.colour)
}

/** The picture's pieces, largest first, fragments joined to what they belong to and specks left out. */
export function partsOf(ink: Ink): Part[] {
  const parts: Part[] = []
  for (const piece of piecesOf(ink).sort((a, b) => b.pixels.length - a.pixels.length)) {
    const owner = parts.find((part) => belongs(piece, part, ink.width))
    if (!owner) parts.push(piece)
    else {
      owner.pixels = owner.pixels.concat(piece.pixels)
      Object.assign(owner, boxOf(owner.pixels, ink.width))
    }
  }
  return parts.filter((part) => part.pixels.length >= speck * ink.width * ink.height)
}
