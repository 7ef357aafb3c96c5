import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImageSize } from '../../protocol/config/index.ts'
import type { Choosing } from './chooseToken.ts'
import type { DenoiseOptions } from './denoise.ts'

export interface SpeakOptions extends DenoiseOptions, Choosing {
  /** Passage i draws from (seed, first + i), whatever it says and whatever else is continued with it. */
  seed: number
  first?: number
  /** The most elements of a passage that are worth keeping, see `Reader`; its longest where left out. */
  room?: number
  /** Of images, where it is not `image.size`: one of `imageSizes`. */
  size?: ImageSize
  /** False computes every pass from the whole of the passages. Default true. */
  cache?: boolean
  /** Stops it: the next step throws the signal's reason. */
  signal?: AbortSignal
  onToken?: (row: number, token: number) => void
  /** A denoising step of images, or as much of one as a token of an image is. */
  onStep?: (rows: readonly number[], done: number, total: number) => void
}

/** Lets messages in and out between two passes, and stops where that is asked for. */
export const breathe = async ({ signal }: Pick<SpeakOptions, 'signal'>): Promise<void> => {
  await nextTurn()
  signal?.throwIfAborted()
}
