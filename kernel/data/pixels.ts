import { patchify, unpatchify } from '../diffusion/patchify.ts'
import type { Picture } from './document.ts'

/** A picture as patches of values in [−1, 1]. @returns [n, k·k·3] */
export const pictureToPatches = ({ width, pixels }: Picture, patch: number): Float32Array => {
  const values = new Float32Array(pixels.length)
  for (let i = 0; i < pixels.length; i++) values[i] = pixels[i]! / 127.5 - 1
  return patchify(values, width, patch)
}

/** Patches back to a picture; values outside [−1, 1] are clipped. */
export const patchesToPicture = (patches: Float32Array, width: number, patch: number): Picture => ({
  width,
  height: patches.length / 3 / width,
  pixels: Uint8Array.from(unpatchify(patches, width, patch), (value) => Math.max(0, Math.min(255, Math.round((value + 1) * 127.5)))),
})
