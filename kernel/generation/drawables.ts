import { hasImages, hasWaves, patchesPerItem, type RunConfig } from '../../protocol/config/index.ts'
import type { Drawable } from './interleave.ts'

/** The continuous modalities that a model makes items of, images that are tokens among them. */
export const drawablesOf = (config: RunConfig): Drawable[] => {
  const names = [...(hasImages(config) ? ['image' as const] : []), ...(hasWaves(config) ? ['wave' as const] : [])]
  return names.map((name) => ({ name, patches: patchesPerItem(config, name) }))
}
