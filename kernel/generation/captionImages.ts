import { hasImages } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Picture } from '../data/document.ts'
import { laidImage } from '../data/laidDocument.ts'
import { captionedAt, captionItems, type CaptionOptions } from './captionItems.ts'
import type { InferenceModel } from './inferenceModel.ts'

/** Image → text. @throws InputError when the model has no images, or no text */
export const captionImages = async (model: InferenceModel, pictures: readonly Picture[], options: CaptionOptions): Promise<string[]> => {
  const { config } = model
  if (!hasImages(config)) throw new InputError('This model was trained without pictures, so it cannot see them; train on shapes, a folder or a mix.')
  if (config.baseline === 'imageOnly') throw new InputError('This model was trained on images alone, so it cannot write captions; train with baseline "none".')
  return captionItems(model, pictures.map((picture) => laidImage(config, captionedAt, { picture })), options)
}
