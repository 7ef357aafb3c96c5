import type { Dataset } from '../data/document.ts'
import type { CaptionOptions } from '../generation/captionItems.ts'
import { captionImages } from '../generation/captionImages.ts'
import { captionWaves } from '../generation/captionWaves.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { heldOutWaves, usualModality } from '../generation/prompts.ts'
import { pairsOf } from './drawings.ts'

/** A model's captions of the first held-out pictures, or waves where it has no pictures, with the dataset's own texts. */
export const heldOutCaptions = async (model: InferenceModel, dataset: Dataset, count: number, options: CaptionOptions): Promise<{ captions: string[]; texts: string[] }> => {
  if (usualModality(model.config) === 'image') {
    const pairs = pairsOf(dataset, count)
    return { captions: await captionImages(model, pairs.map(({ image }) => image), options), texts: pairs.map(({ text }) => text) }
  }
  const pairs = heldOutWaves(dataset, count)
  return { captions: await captionWaves(model, pairs.map(({ wave }) => wave), options), texts: pairs.map(({ text }) => text) }
}
