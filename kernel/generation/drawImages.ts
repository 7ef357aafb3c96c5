import { hasImages, hasImageTokens } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Picture } from '../data/document.ts'
import { drawPatches, type DrawOptions } from './drawPatches.ts'
import { drawTokens } from './drawTokens.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { inChunks } from './inChunks.ts'
import { encodePrompt } from './prompts.ts'

export type { DrawOptions }

/**
 * Text → image.
 * @throws InputError when a prompt is longer than the model's sequences have room for, or the model has no images
 */
export const drawImages = async (model: InferenceModel, prompts: readonly string[], asked: DrawOptions): Promise<Picture[]> => {
  const { config } = model
  // A model of images alone has nothing to be guided by.
  const options = config.baseline === 'imageOnly' ? { ...asked, guidance: 1 } : asked
  if (!hasImages(config)) throw new InputError('This model was trained without pictures, so it cannot draw; train on shapes, a folder or a mix.')
  const tokens = prompts.map((prompt) => encodePrompt(prompt, config))
  return inChunks(tokens, options, async (chunk, first, onStep) =>
    hasImageTokens(config) ? drawTokens(model, chunk, first, options, onStep) : model.space.fromPatches(await drawPatches(model, 'image', chunk, first, options, onStep)))
}
