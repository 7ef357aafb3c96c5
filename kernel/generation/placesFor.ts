import { hasPatches, type ModalityName, type RunConfig } from '../../protocol/config/index.ts'

/** Places for `count` items of one modality, and none of the others; images that are tokens need none. */
export const placesFor = (config: RunConfig, modality: ModalityName, count: number): { images: number; waves?: number } => {
  if (modality === 'wave') return { images: 0, waves: count }
  return { images: hasPatches(config) ? count : 0 }
}
