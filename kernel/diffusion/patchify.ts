/**
 * An image cut into patches, left to right and top to bottom (§3).
 * @param image [H, W, C], row-major
 * @param width W; H follows from the length
 * @param patch side k of a patch
 * @returns [n, k·k·C], n = (H/k)·(W/k)
 */
export const patchify = (image: Float32Array, width: number, patch: number, channels = 3): Float32Array => {
  const out = new Float32Array(image.length)
  eachElement(image.length / channels, width, patch, channels, (pixel, element) => (out[element] = image[pixel]!))
  return out
}

/** The reverse of `patchify`. */
export const unpatchify = (patches: Float32Array, width: number, patch: number, channels = 3): Float32Array => {
  const out = new Float32Array(patches.length)
  eachElement(patches.length / channels, width, patch, channels, (pixel, element) => (out[pixel] = patches[element]!))
  return out
}

const eachElement = (pixels: number, width: number, patch: number, channels: number, visit: (pixel: number, element: number) => void): void => {
  const across = width / patch
  const vector = patch * patch * channels
  for (let y = 0; y < pixels / width; y++) {
    for (let x = 0; x < width; x++) {
      const place = Math.floor(y / patch) * across + Math.floor(x / patch)
      const inside = (y % patch) * patch + (x % patch)
      for (let c = 0; c < channels; c++) visit((y * width + x) * channels + c, place * vector + inside * channels + c)
    }
  }
}
