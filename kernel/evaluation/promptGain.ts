import type { Dataset, Document } from '../data/document.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { heldOutErrors } from './heldOut.ts'
import { frozenConfig } from './heldOutBatches.ts'

/**
 * What a picture's own caption is worth to its denoising: by what share held-out ε-MSE is larger after the caption of another picture,
 * at each noise level and as their mean. Pictures, t and ε are the same on both sides. 0: the model draws without heeding its prompt.
 * A share, since the errors themselves differ by orders of magnitude between noise levels.
 * @param batches of the training batch size, one document a sequence
 */
export const promptGain = async (model: InferenceModel, dataset: Dataset, batches: number): Promise<Record<string, number>> => {
  const alone = { ...model.config, data: { ...model.config.data, packing: false } }
  const frozen = frozenConfig(alone, 'captionFirst')
  const [own, other] = [await heldOutErrors(model, dataset, batches, frozen), await heldOutErrors(model, withOtherCaptions(dataset), batches, frozen)]
  const levels = own.image.byLevel(), swapped = other.image.byLevel()
  const gains = [...levels].map(([t, error]): [number, number] => [t, swapped.get(t)! / error - 1])
  return {
    'measure.promptGain': gains.reduce((sum, [, gain]) => sum + gain, 0) / gains.length,
    ...Object.fromEntries(gains.map(([t, gain]) => [`measure.promptGain.t${t}`, gain])),
  }
}

/** How many documents are looked at for a caption that says something else. */
const furthest = 64

/** The same documents, each with the words of the next one that says something else. */
const withOtherCaptions = (dataset: Dataset): Dataset => ({
  ...dataset,
  size: (split) => dataset.size(split),
  document(split, index) {
    const own = dataset.document(split, index)
    for (let ahead = 1; ahead <= furthest; ahead++) {
      const words = wordsOf(dataset.document(split, index + ahead))
      if (words !== '' && words !== wordsOf(own)) return { segments: own.segments.map((segment) => (segment.modality === 'text' ? { ...segment, text: words } : segment)) }
    }
    return own
  },
})

const wordsOf = ({ segments }: Document): string => segments.flatMap((segment) => (segment.modality === 'text' ? [segment.text] : []))[0] ?? ''
