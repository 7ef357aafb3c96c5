import type { Picture } from '../data/document.ts'
import { captionItems, type CaptionOptions } from './captionItems.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { requireSense } from './prompt.ts'

/** Image → text. @throws InputError when the model has no images, or no text */
export const captionImages = async (model: InferenceModel, pictures: readonly Picture[], options: CaptionOptions): Promise<string[]> => {
  requireSense(model.config, 'image')
  return captionItems(model, pictures, options)
}
