import type { RunConfig } from '../../protocol/config/index.ts'
import type { Dataset, Picture } from '../data/document.ts'
import { captionedPicture } from '../data/segments.ts'
import { decode, encode } from '../data/tokenizer.ts'
import { imageElements } from './reading/passage.ts'

/** Bytes that a prompt may have: what a sequence has left beside ⟨eot⟩ ⟨BOI⟩ patches ⟨EOI⟩. */
const promptRoom = (config: RunConfig): number => config.data.sequenceLength - 1 - imageElements(config)

/** As much of a caption as training showed of it: whole characters that fit into a sequence. */
export const cutCaption = (caption: string, config: RunConfig): string => decode(encode(caption).slice(0, promptRoom(config))).replace(/\uFFFD$/, '')

/** The prompts of a run's sample sheets: its own, repeated as often as it takes, or the captions of held-out documents, cut as in training. */
export const samplePrompts = (config: RunConfig, dataset: Dataset): string[] => {
  const { sample } = config
  if (sample.prompts.length > 0) return Array.from({ length: Math.max(sample.count, sample.prompts.length) }, (_, i) => sample.prompts[i % sample.prompts.length]!)
  return heldOutPictures(dataset, sample.count).map(({ text }) => cutCaption(text, config))
}

/** The first held-out documents that are a captioned picture. */
export const heldOutPictures = (dataset: Dataset, count: number): { text: string; image: Picture }[] => {
  const found = []
  for (let index = 0; found.length < count && index < 50 * count; index++) {
    const captioned = captionedPicture(dataset.document('heldOut', index))
    if (captioned) found.push(captioned)
  }
  return found
}
