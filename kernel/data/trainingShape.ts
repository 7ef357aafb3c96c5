import { fewestPatches, hasImages, hasPatches, hasWaves, itemsPerDocument, patchesPerItem, patchesPerWave, type ModalityName, type RunConfig } from '../../protocol/config/index.ts'
import type { BatchShape } from '../model/transfusion.ts'

/** The most documents that share a sequence, and the sizes of a training batch. */
export const trainingShape = (config: RunConfig): BatchShape & { most: number } => {
  const { batch } = config.train
  const { sequenceLength: length, packing } = config.data
  const imageAlone = config.baseline === 'imageOnly'
  return {
    batch, length,
    most: packing ? Math.max(1, Math.floor(length / shortest(config))) : 1,
    images: hasPatches(config) ? batch * mostItems(config, 'image') : 0,
    ...(hasWaves(config) ? { waves: batch * mostItems(config, 'wave') } : {}),
    texts: imageAlone ? 1 : batch * (length - patchesInEach(config)),
  }
}

/** Elements of the shortest document, text without items apart: ⟨eot⟩, begin, patches, end; or the patches alone. */
const shortest = (config: RunConfig): number => {
  if (config.baseline === 'imageOnly') return fewestPatches(config)
  const around = [...(hasImages(config) ? [fewestPatches(config)] : []), ...(hasWaves(config) ? [patchesPerWave(config)] : [])]
  return around.length === 0 ? 2 : Math.min(...around) + 3
}

/** Patches that every sequence has for sure: none of their places says a next token. */
const patchesInEach = (config: RunConfig): number => {
  if (config.data.name === 'mix') return 0
  if (hasPatches(config)) return fewestPatches(config)
  return hasWaves(config) ? patchesPerWave(config) : 0
}

/** The most items of a modality that one training sequence holds. */
const mostItems = (config: RunConfig, modality: ModalityName): number => {
  const { sequenceLength: length, packing } = config.data
  const n = modality === 'image' ? fewestPatches(config) : patchesPerItem(config, modality)
  if (config.baseline === 'imageOnly') return packing ? Math.max(1, Math.floor(length / n)) : 1
  // A document is ⟨eot⟩ and, for each item, begin, patches, end; the rest of a sequence may hold part of one more.
  // Two places in n + (n + 2) elements at the closest; an item that nothing follows has one.
  if (config.data.cleanCopies) return packing ? Math.max(1, Math.floor(length / (n + 1))) : 2 * itemsPerDocument(config, modality)
  const each = itemsPerDocument(config, modality), document = 1 + each * (n + 2)
  const inRoom = (room: number): number => Math.max(0, Math.min(each, Math.floor((room - 1) / (n + 2))))
  return Math.max(1, packing ? Math.floor(length / document) * each + inRoom(length % document) : inRoom(length))
}
