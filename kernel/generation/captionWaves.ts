import { hasWaves } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Wave } from '../data/document.ts'
import { laidWave } from '../data/laidDocument.ts'
import { fitWave } from '../data/waves/wav.ts'
import { captionedAt, captionItems, type CaptionOptions } from './captionItems.ts'
import type { InferenceModel } from './inferenceModel.ts'

/** Wave → text; waves of another rate or length are fitted as the dataset's are. @throws InputError when the model has no waves */
export const captionWaves = async (model: InferenceModel, waves: readonly Wave[], options: CaptionOptions): Promise<string[]> => {
  const { config } = model
  if (!hasWaves(config)) throw new InputError('This model was trained without waves, so it cannot hear them; train on waves, a wavFolder or a mix.')
  return captionItems(model, waves.map((wave) => laidWave(config, captionedAt, { wave: fitWave(wave, config.waves) })), options)
}
