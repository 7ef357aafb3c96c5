import type { RunConfig } from '../../protocol/config/index.ts'
import type { Dataset } from '../data/document.ts'

/** The prompts of a run's sample sheets: its own, repeated as often as it takes, or the captions of held-out documents. */
export const samplePrompts = ({ sample }: RunConfig, dataset: Dataset): string[] => {
  if (sample.prompts.length > 0) return Array.from({ length: Math.max(sample.count, sample.prompts.length) }, (_, i) => sample.prompts[i % sample.prompts.length]!)
  return heldOutPictures(dataset, sample.count).map(({ text }) => text)
}

/** The first held-out documents that have a picture. */
export const heldOutPictures = (dataset: Dataset, count: number): { text: string; image: NonNullable<ReturnType<Dataset['document']>['image']> }[] => {
  const found = []
  for (let index = 0; found.length < count && index < 50 * count; index++) {
    const { text, image } = dataset.document('heldOut', index)
    if (image) found.push({ text, image })
  }
  return found
}
