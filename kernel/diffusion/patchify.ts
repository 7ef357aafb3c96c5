/**
 * An image cut into patches, left to right and top to bottom (§3).
 * @param image [S, S, C], row-major
 * @param patch side k of a patch
 * @returns [n, k·k·C], n = (S/k)²
 */
export const patchify = (image: Float32Array, size: number, patch: number, channels = 3): Float32Array => {
  const out = new Float32Array(image.length)
  eachElement(size, patch, channels, (pixel, element) => (out[element] = image[pixel]!))
  return out
}

/** The reverse of `patchify`. */
export const unpatchify = (patches: Float32Array, size: number, patch: number, channels = 3): Float32Array => {
  const out = new Float32Array(patches.length)
  eachElement(size, patch, channels, (pixel, element) => (out[pixel] = patches[element]!))
  return out
}

const eachElement = (size: number, patch: number, channels: number, visit: (pixel: number, element: number) => void): void => {
  const across = size / patch
  const vector = patch * patch * channels
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const place = Math.floor(y / patch) * across + Math.floor(x / patch)
      const inside = (y % patch) * patch + (x % patch)
      for (let c = 0; c < channels; c++) visit((y * size + x) * channels + c, place * vector + inside * channels + c)
    }
  }
}
