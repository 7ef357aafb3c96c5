import type { Picture } from '../document.ts'

const paper = [250, 250, 252] as const, axis = [214, 217, 224] as const, ink = [32, 84, 168] as const

/** Half the width of the drawn line, pixels. */
const halfLine = 0.75

/** The curve of samples in −1 … 1 over their whole length, as a picture; what lies outside is cut. */
export function curvePicture(samples: Float32Array, { width, height }: { width: number; height: number }): Picture {
  const pixels = new Uint8Array(width * height * 3)
  const middle = (height - 1) / 2, scale = middle - 2
  const down = (value: number): number => middle - scale * Math.max(-1, Math.min(1, value))
  for (let x = 0; x < width; x++) {
    const [top, bottom] = span(samples, (x * samples.length) / width, ((x + 1) * samples.length) / width, down)
    for (let y = 0; y < height; y++) {
      // The share of the pixel that the line covers.
      const covered = Math.max(0, Math.min(y + 0.5, bottom + halfLine) - Math.max(y - 0.5, top - halfLine))
      const under = Math.round(middle) === y ? axis : paper
      for (let c = 0; c < 3; c++) pixels[(y * width + x) * 3 + c] = Math.round(under[c]! * (1 - covered) + ink[c]! * covered)
    }
  }
  return { width, height, pixels }
}

/** The highest and the lowest place of the curve between two times, straight lines between samples. */
function span(samples: Float32Array, from: number, to: number, down: (value: number) => number): [number, number] {
  const at = (time: number): number => {
    const below = Math.max(0, Math.min(samples.length - 1, Math.floor(time))), above = Math.min(samples.length - 1, below + 1)
    return samples[below]! + (samples[above]! - samples[below]!) * (time - below)
  }
  const values = [at(from), at(to)]
  for (let i = Math.ceil(from); i < to; i++) values.push(samples[Math.min(i, samples.length - 1)]!)
  return [down(Math.max(...values)), down(Math.min(...values))]
}

/** How much of a wave the lower part of a sheet's picture shows. */
const excerpt = 1 / 8

/** A wave as people look at it: the whole of it above, and below it an eighth of it around its loudest place, where the form of its periods shows. */
export function wavePicture(samples: Float32Array): Picture {
  const width = 384
  const above = curvePicture(samples, { width, height: 72 }), below = curvePicture(loudest(samples), { width, height: 72 })
  const gap = 4 * width * 3
  const pixels = new Uint8Array(above.pixels.length + gap + below.pixels.length).fill(255)
  pixels.set(above.pixels)
  pixels.set(below.pixels, above.pixels.length + gap)
  return { width, height: above.height + 4 + below.height, pixels }
}

function loudest(samples: Float32Array): Float32Array {
  const length = Math.max(1, Math.floor(samples.length * excerpt))
  const energyFrom = (start: number): number => samples.subarray(start, start + length).reduce((sum, value) => sum + value * value, 0)
  let best = 0
  for (let start = 0; start + length <= samples.length; start += Math.max(1, Math.floor(length / 4))) if (energyFrom(start) > energyFrom(best)) best = start
  return samples.subarray(best, best + length)
}
