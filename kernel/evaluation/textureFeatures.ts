import type { Picture } from '../data/document.ts'

/** Sides of the squares that are averaged before neighbours are compared. */
const scales = [1, 2] as const

/**
 * How rough a picture is: the mean absolute difference of neighbours, along rows and along columns, in each colour, of pixels and
 * of means over 2 × 2. The random network of `pictureFeatures` averages mild noise away; a distance in these features sees
 * little else. @returns [12], pixels in 0 … 1
 */
export const textureFeatures = (picture: Picture): Float64Array =>
  Float64Array.from(scales.flatMap((scale) => [0, 1, 2].flatMap((colour) => roughness(shrunk(picture, colour, scale)))))

interface Plane {
  width: number
  height: number
  values: Float64Array
}

/** One colour of a picture, averaged over squares; what is left over at the right and below is dropped. */
const shrunk = ({ width, height, pixels }: Picture, colour: number, scale: number): Plane => {
  const [w, h] = [Math.floor(width / scale), Math.floor(height / scale)]
  const values = new Float64Array(w * h)
  for (let y = 0; y < h * scale; y++) for (let x = 0; x < w * scale; x++) {
    values[Math.floor(y / scale) * w + Math.floor(x / scale)]! += pixels[(y * width + x) * 3 + colour]! / (255 * scale * scale)
  }
  return { width: w, height: h, values }
}

const roughness = ({ width, height, values }: Plane): [number, number] => {
  let across = 0, down = 0
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const here = values[y * width + x]!
    if (x + 1 < width) across += Math.abs(values[y * width + x + 1]! - here)
    if (y + 1 < height) down += Math.abs(values[(y + 1) * width + x]! - here)
  }
  return [across / (height * Math.max(1, width - 1)), down / (width * Math.max(1, height - 1))]
}
