import { hasBuckets, hasImageTokens, patchesPerItem, type ImageSize, type ModalityName, type RunConfig } from '../../../protocol/config/index.ts'
import { laidImage, laidWave, none, patchesOf, type ItemPlace } from '../../data/laidDocument.ts'
import { itemTokens, specials } from '../../data/tokenizer.ts'

/** An image or a wave of a passage as the model is shown it. */
export interface PassageItem extends Pick<ItemPlace, 'at' | 'rows' | 'cols'> {
  modality: ModalityName
  /** [n · P]; noisy while it is being drawn. */
  patches: Float32Array
  /** t / T: 0 clean. */
  time: number
}

/** A sequence that is read and written: tokens, with `none` where patches are, and the items that these belong to. */
export interface Passage {
  tokens: number[]
  items: PassageItem[]
}

/** ⟨end of text⟩, as every document starts. */
export const emptyPassage = (): Passage => ({ tokens: [specials.endOfText], items: [] })

export const copyPassage = ({ tokens, items }: Passage): Passage => ({ tokens: [...tokens], items: items.map((item) => ({ ...item })) })

/** Patches of an item of a modality; of an image those of `image.size`, or of a size that is given. */
export const gridOf = (config: RunConfig, modality: ModalityName, size?: ImageSize): Pick<ItemPlace, 'rows' | 'cols'> => {
  if (modality === 'image' && size && !hasImageTokens(config) && hasBuckets(config)) return { rows: size.height / config.patch.size, cols: size.width / config.patch.size }
  return (modality === 'image' ? laidImage : laidWave)(config, 0)
}

/** Adds the patches of an item, without the tokens around it. @param size of an image, where it is not `image.size` */
export const addPatches = ({ tokens, items }: Passage, modality: ModalityName, patches: Float32Array, time: number, config: RunConfig, size?: ImageSize): void => {
  const at = tokens.length
  const { rows, cols } = gridOf(config, modality, size)
  items.push({ modality, at, rows, cols, patches, time })
  for (let i = 0; i < rows * cols; i++) tokens.push(none)
}

/** Adds a clean item between the tokens around it. @param size of an image, where it is not `image.size` */
export const addItem = (passage: Passage, modality: ModalityName, patches: Float32Array, config: RunConfig, size?: ImageSize): void => {
  passage.tokens.push(itemTokens[modality].begin)
  addPatches(passage, modality, patches, 0, config, size)
  passage.tokens.push(itemTokens[modality].end)
}

/**
 * The passage without its text: what the unconditional branch of guidance sees. Training shows just this where captions
 * are left out, so earlier items stay.
 */
export const withoutText = ({ tokens, items }: Passage): Passage => {
  const kept: number[] = []
  const places = tokens.map((token) => (isText(token) ? kept.length : kept.push(token) - 1))
  return { tokens: kept, items: items.map((item) => ({ ...item, at: places[item.at]! })) }
}

const isText = (token: number): boolean => token !== none && token < specials.endOfText

/** Elements of one item with the tokens around it. @param size of an image, where it is not `image.size` */
export const itemElements = (config: RunConfig, modality: ModalityName, size?: ImageSize): number =>
  (size ? patchesOf(gridOf(config, modality, size)) : patchesPerItem(config, modality)) + 2
