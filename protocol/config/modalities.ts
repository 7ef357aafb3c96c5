import { patchesPerImage } from './imageGrid.ts'
import { itemsPerDocument } from './itemsPerDocument.ts'
import type { RunConfig } from './schema.ts'
import type { ModalityName } from './modalityNames.ts'

/** Whether documents of the config's datasets can hold a wave that the model is shown. */
export const hasWaves = (config: Pick<RunConfig, 'data' | 'baseline'>): boolean => config.baseline !== 'textOnly' && itemsPerDocument(config, 'wave') > 0

/** Patches of one wave. */
export const patchesPerWave = ({ waves }: Pick<RunConfig, 'waves'>): number => Math.floor(waves.samples / waves.patch)

/** Patches of one item of a modality. */
export const patchesPerItem = (config: RunConfig, modality: ModalityName): number => (modality === 'image' ? patchesPerImage(config) : patchesPerWave(config))
