import type { RunConfig } from '../../protocol/config/index.ts'
import type { LaidItem } from './laidDocument.ts'
import { pictureToPatches } from './pixels.ts'

/** The patches x_0 of an item [n · P]: its latents, or the pixels of its picture. */
export const cleanPatches = (item: LaidItem, config: RunConfig): Float32Array => item.patches ?? pictureToPatches(item.picture!, config.patch.size)

/** Shows items clean, at t = 0. */
export const showClean = (config: RunConfig) => (item: LaidItem, patches: Float32Array): number => {
  patches.set(cleanPatches(item, config))
  return 0
}
