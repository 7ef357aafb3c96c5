import type { RunConfig } from '../../protocol/config/index.ts'
import type { ItemFiller } from './itemPlaces.ts'
import type { LaidItem } from './laidDocument.ts'
import { pictureToPatches } from './pixels.ts'

/** The patches x_0 of an item [n · P]: its latents, the pixels of its picture, or the samples of its wave, cut into patches as they are. */
export const cleanPatches = (item: LaidItem, config: RunConfig): Float32Array => {
  if (item.patches) return item.patches
  return item.modality === 'wave' ? item.wave!.samples : pictureToPatches(item.picture!, config.patch.size)
}

/** Shows items clean, at t = 0. */
export const showClean = (config: RunConfig): ItemFiller => (item, patches) => {
  patches.set(cleanPatches(item, config))
  return 0
}
