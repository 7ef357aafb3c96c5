import { patchesPerItem, type ModalityName, type RunConfig } from '../../../protocol/config/index.ts'
import { laidImage, laidWave, none, type ItemPlace } from '../../data/laidDocument.ts'
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

/** Adds the patches of an item, without the tokens around it. */
export const addPatches = ({ tokens, items }: Passage, modality: ModalityName, patches: Float32Array, time: number, config: RunConfig): void => {
  const { at, rows, cols } = (modality === 'image' ? laidImage : laidWave)(config, tokens.length)
  items.push({ modality, at, rows, cols, patches, time })
  for (let i = 0; i < rows * cols; i++) tokens.push(none)
}

/** Adds a clean item between the tokens around it. */
export const addItem = (passage: Passage, modality: ModalityName, patches: Float32Array, config: RunConfig): void => {
  passage.tokens.push(itemTokens[modality].begin)
  addPatches(passage, modality, patches, 0, config)
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

/** Elements of one item with the tokens around it. */
export const itemElements = (config: RunConfig, modality: ModalityName): number => patchesPerItem(config, modality) + 2
