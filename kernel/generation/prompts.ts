import { hasImages, patchesPerItem, type ModalityName, type RunConfig } from '../../protocol/config/index.ts'
import type { Dataset, Document, Picture, Wave } from '../data/document.ts'
import { captionedPicture, captionedWave } from '../data/segments.ts'
import { decode, encode } from '../data/tokenizer.ts'

/** Bytes that a prompt may have: what a sequence has left beside ⟨eot⟩ ⟨begin⟩ patches ⟨end⟩. */
const promptRoom = (config: RunConfig, modality: ModalityName): number => config.data.sequenceLength - patchesPerItem(config, modality) - 3

/** What a run makes of prompts when nothing says otherwise: images where it has them. */
export const usualModality = (config: RunConfig): ModalityName => (hasImages(config) ? 'image' : 'wave')

/** As much of a caption as training showed of it: whole characters that fit into a sequence. */
export const cutCaption = (caption: string, config: RunConfig, modality = usualModality(config)): string => decode(encode(caption).slice(0, promptRoom(config, modality))).replace(/\uFFFD$/, '')

/** The prompts of a run's sample sheets: its own, repeated as often as it takes, or the captions of held-out documents, cut as in training. */
export const samplePrompts = (config: RunConfig, dataset: Dataset, modality: ModalityName = 'image'): string[] => {
  const { sample } = config
  if (sample.prompts.length > 0) return Array.from({ length: Math.max(sample.count, sample.prompts.length) }, (_, i) => sample.prompts[i % sample.prompts.length]!)
  const held = modality === 'image' ? heldOutPictures(dataset, sample.count) : heldOutWaves(dataset, sample.count)
  return held.map(({ text }) => cutCaption(text, config, modality))
}

/** The first held-out documents that are a captioned picture. */
export const heldOutPictures = (dataset: Dataset, count: number): { text: string; image: Picture }[] => heldOutOf(dataset, count, captionedPicture)

/** The first held-out documents that are a captioned wave. */
export const heldOutWaves = (dataset: Dataset, count: number): { text: string; wave: Wave }[] => heldOutOf(dataset, count, captionedWave)

const heldOutOf = <Pair>(dataset: Dataset, count: number, pairOf: (document: Document) => Pair | null): Pair[] => {
  const found: Pair[] = []
  for (let index = 0; found.length < count && index < 50 * count; index++) {
    const pair = pairOf(dataset.document('heldOut', index))
    if (pair) found.push(pair)
  }
  return found
}
