import type { Picture } from '../data/document.ts'

/** Pixels of a picture in [−1, 1], into an array. */
export const writePixels = ({ pixels }: Picture, out: Float32Array): void => {
  for (let i = 0; i < pixels.length; i++) out[i] = pixels[i]! / 127.5 - 1
}

/** Values of [−1, 1] as a picture; what lies outside is clipped. */
export const pictureOf = (values: Float32Array, size: number): Picture => ({
  width: size,
  height: size,
  pixels: Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round((value + 1) * 127.5)))),
})

/** Two pictures of one size side by side, with a white line of two pixels between. */
export const sideBySide = (left: Picture, right: Picture): Picture => {
  const gap = 2
  const { width, height } = left
  const whole = 2 * width + gap
  const pixels = new Uint8Array(whole * height * 3).fill(255)
  for (let y = 0; y < height; y++) {
    pixels.set(left.pixels.subarray(y * width * 3, (y + 1) * width * 3), y * whole * 3)
    pixels.set(right.pixels.subarray(y * width * 3, (y + 1) * width * 3), (y * whole + width + gap) * 3)
  }
  return { width: whole, height, pixels }
}
