import type { Picture } from '../data/document.ts'
import { sizeOf } from '../data/shapes/vocabulary.ts'
import type { Colour, Shape, Size } from '../data/shapes/vocabulary.ts'
import { fitShapes, steepen } from './sceneCheckerFit.ts'
import type { Fit, Mask } from './sceneCheckerFit.ts'
import { amountOf, colourNumber, distanceTo, readInk } from './sceneCheckerInk.ts'
import type { Ink } from './sceneCheckerInk.ts'
import { flood, partsOf, solid } from './sceneCheckerParts.ts'
import type { Part } from './sceneCheckerParts.ts'

/** An object that was read in a picture; centre and extent are shares of the picture's side. */
export interface CheckedObject {
  shape: Shape
  colour: Colour
  size: Size
  cx: number
  cy: number
  /** Width of the shape. */
  extent: number
  /** 0..1: how well shape and colour fit; under 0.6 it is a blot. */
  confidence: number
}

/** What a picture shows. */
export interface Checked {
  objects: CheckedObject[]
}

/** Colours this far (8-bit steps) from their own cost all confidence. */
const farColour = 120

/** A shape whose hole is missing, or that has one it should not have, counts this much less. */
const wrongHole = 0.85

/** Holes are this share of the outline's area at least. */
const leastHole = 0.08

/** The piece alone, by how much of its colour each pixel holds; its soft edge included, other pieces left out. */
function maskOf(ink: Ink, part: Part, owner: Int16Array, number: number): Mask {
  const { width, height, rgb } = ink
  const amount = new Float32Array(width * height)
  for (let y = Math.max(0, part.top - 2); y <= Math.min(height - 1, part.bottom + 2); y++) {
    for (let x = Math.max(0, part.left - 2); x <= Math.min(width - 1, part.right + 2); x++) {
      const p = y * width + x
      const beside = owner[p]!
      if (beside === 0 || beside === number) amount[p] = steepen(amountOf(part.colour, rgb[p * 3]!, rgb[p * 3 + 1]!, rgb[p * 3 + 2]!))
    }
  }
  return { width, height, amount }
}

/** Area that the mask encloses, as a share of the outline's area. */
function holeOf({ width, height, amount }: Mask, part: Part): number {
  const seen = new Uint8Array(width * height)
  const empty = (p: number): boolean => amount[p]! < solid
  let enclosed = 0
  for (let p = 0; p < seen.length; p++) {
    if (seen[p] || !empty(p)) continue
    const region = flood(p, width, height, seen, empty)
    const open = region.some((q) => q % width === 0 || q % width === width - 1 || q < width || q >= width * (height - 1))
    if (!open) enclosed += region.length
  }
  return enclosed / (enclosed + part.pixels.length)
}

/** How well a piece's mean pixel matches its colour: 1 exactly, 0 far off. */
function purity({ rgb }: Ink, part: Part): number {
  const mean = (c: number): number => part.pixels.reduce((sum, p) => sum + rgb[p * 3 + c]!, 0) / part.pixels.length
  return Math.max(0, 1 - distanceTo(part.colour, mean(0), mean(1), mean(2)) / farColour)
}

function bestOf(fits: readonly Fit[], hole: number): Fit {
  const judged = fits.map((fit) => ({ ...fit, overlap: fit.overlap * ((fit.shape === 'ring') === (hole >= leastHole) ? 1 : wrongHole) }))
  return judged.reduce((best, fit) => (fit.overlap > best.overlap ? fit : best))
}

/** Reads a picture back as a scene by rules alone, without knowing what it was meant to show; largest objects first. */
export function checkScene(picture: Picture): Checked {
  const ink = readInk(picture)
  const parts = partsOf(ink)
  const owner = new Int16Array(ink.width * ink.height)
  for (const [i, part] of parts.entries()) for (const p of part.pixels) owner[p] = i + 1
  const objects = parts.map((part, i): CheckedObject => {
    const mask = maskOf(ink, part, owner, i + 1)
    const { shape, cx, cy, radius, overlap } = bestOf(fitShapes(mask, part), holeOf(mask, part))
    const extent = (2 * radius) / Math.max(ink.width, ink.height)
    return {
      shape, colour: colourNumber(part.colour), size: sizeOf(extent, parts.length),
      cx: cx / ink.width, cy: cy / ink.height, extent, confidence: overlap * purity(ink, part),
    }
  })
  return { objects }
}
