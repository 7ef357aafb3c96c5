import { patchesAcross, type RunConfig } from '../../../protocol/config/index.ts'
import { laidImage, none, patchesOf, type LaidItem } from '../../data/laidDocument.ts'
import { specials } from '../../data/tokenizer.ts'

/** An image of a passage as the model is shown it. */
export interface PassageItem extends Pick<LaidItem, 'at' | 'rows' | 'cols'> {
  /** [n · P]; noisy while it is being drawn. */
  patches: Float32Array
  /** t / T: 0 clean. */
  time: number
}

/** A sequence that is read and written: tokens, with `none` where patches are, and the images that these belong to. */
export interface Passage {
  tokens: number[]
  items: PassageItem[]
}

/** ⟨end of text⟩, as every document starts. */
export const emptyPassage = (): Passage => ({ tokens: [specials.endOfText], items: [] })

export const copyPassage = ({ tokens, items }: Passage): Passage => ({ tokens: [...tokens], items: items.map((item) => ({ ...item })) })

/** Adds the patches of an image, without the tokens around it. */
export const addPatches = ({ tokens, items }: Passage, patches: Float32Array, time: number, config: RunConfig): void => {
  const { at, rows, cols } = laidImage(config, tokens.length)
  items.push({ at, rows, cols, patches, time })
  for (let i = 0; i < rows * cols; i++) tokens.push(none)
}

/** Adds ⟨BOI⟩ patches ⟨EOI⟩ of a clean image. */
export const addImage = (passage: Passage, patches: Float32Array, config: RunConfig): void => {
  passage.tokens.push(specials.beginImage)
  addPatches(passage, patches, 0, config)
  passage.tokens.push(specials.endImage)
}

/**
 * The passage without its text: what the unconditional branch of guidance sees. Training shows just this where captions
 * are left out, so earlier images stay.
 */
export const withoutText = ({ tokens, items }: Passage): Passage => {
  const kept: number[] = []
  const places = tokens.map((token) => (isText(token) ? kept.length : kept.push(token) - 1))
  return { tokens: kept, items: items.map((item) => ({ ...item, at: places[item.at]! })) }
}

const isText = (token: number): boolean => token !== none && token < specials.endOfText

/** Whether the passage ends with the patches of an image, which is then the one that is being drawn. */
export const endsInPatches = ({ tokens, items }: Passage): boolean => {
  const last = items.at(-1)
  return last !== undefined && last.at + patchesOf(last) === tokens.length
}

/** Elements of one image with the tokens around it. */
export const imageElements = (config: RunConfig): number => patchesAcross(config) ** 2 + 2
