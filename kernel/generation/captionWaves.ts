import type { Wave } from '../data/document.ts'
import { captionItems, type CaptionOptions } from './captionItems.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { requireSense } from './prompt.ts'

/** Wave → text; waves of another rate or length are fitted as the dataset's are. @throws InputError when the model has no waves */
export const captionWaves = async (model: InferenceModel, waves: readonly Wave[], options: CaptionOptions): Promise<string[]> => {
  requireSense(model.config, 'wave')
  return captionItems(model, waves, options)
}
