import type { Picture } from '../data/document.ts'
import { Random } from '../random/stream.ts'

/** Channels after each layer; every layer halves the side. */
const widths = [3, 16, 32, 64] as const

/** The network's own seed: changing it makes every Fréchet distance that was measured before incomparable. */
const seed = 20_240_821

/** Weights [out, in, 3, 3] of each layer, He-initialised. */
const layers = widths.slice(1).map((out, index) => {
  const into = widths[index]!
  const weights = new Random({ seed, stream: 'evaluation', index }).fillNormal(new Float32Array(out * into * 9))
  return { into, out, weights: weights.map((value) => value * Math.sqrt(2 / (into * 9))) }
})

/**
 * Fixed features of a picture: a random convolutional network that is never trained, three layers of 3 × 3 at stride 2
 * with ReLU, averaged over places. @returns [64]
 *
 * Random networks rank generators about as trained ones do (Lee, Kim & Lee 2022), and suit pictures unlike ImageNet's (Naeem et
 * al. 2020); a distance in them is no FID and compares only with distances in the same features, of as many pictures of the same size.
 */
export const pictureFeatures = ({ width, height, pixels }: Picture): Float64Array => {
  let size = [height, width] as const
  let planes = new Float32Array(pixels.length) // [C, H, W]
  for (let p = 0; p < width * height; p++) for (let c = 0; c < 3; c++) planes[c * width * height + p] = pixels[p * 3 + c]! / 127.5 - 1
  for (const layer of layers) {
    planes = convolve(planes, size, layer)
    size = [Math.ceil(size[0] / 2), Math.ceil(size[1] / 2)]
  }
  const area = size[0] * size[1]
  return Float64Array.from({ length: widths.at(-1)! }, (_, c) => planes.subarray(c * area, (c + 1) * area).reduce((sum, value) => sum + value, 0) / area)
}

/** 3 × 3 at stride 2 with zero padding of 1, then ReLU. [into, H, W] → [out, ⌈H/2⌉, ⌈W/2⌉] */
const convolve = (planes: Float32Array, [height, width]: readonly [number, number], { into, out, weights }: (typeof layers)[number]): Float32Array<ArrayBuffer> => {
  const rows = Math.ceil(height / 2), columns = Math.ceil(width / 2)
  const result = new Float32Array(out * rows * columns)
  for (let o = 0; o < out; o++) for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) {
    let sum = 0
    for (let i = 0; i < into; i++) for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) {
      const row = 2 * y + dy, column = 2 * x + dx
      if (row < 0 || column < 0 || row >= height || column >= width) continue
      sum += planes[(i * height + row) * width + column]! * weights[((o * into + i) * 3 + dy + 1) * 3 + dx + 1]!
    }
    result[(o * rows + y) * columns + x] = Math.max(0, sum)
  }
  return result
}
