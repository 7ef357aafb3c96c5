import { hasWaves } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Wave } from '../data/document.ts'
import { drawPatches, type DrawOptions } from './drawPatches.ts'
import { inChunks } from './inChunks.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { encodePrompt } from './prompts.ts'

/**
 * Text → wave.
 * @throws InputError when a prompt is longer than the model's sequences have room for, or the model has no waves
 */
export const drawWaves = async (model: InferenceModel, prompts: readonly string[], options: DrawOptions): Promise<Wave[]> => {
  const { config } = model
  if (!hasWaves(config)) throw new InputError('This model was trained without waves, so it makes none; train on waves, a wavFolder or a mix.')
  const tokens = prompts.map((prompt) => encodePrompt(prompt, config, 'wave'))
  const made = await inChunks(tokens, options, (chunk, first, onStep) => drawPatches(model, 'wave', chunk, first, options, onStep))
  return made.map((samples) => ({ rate: config.waves.rate, samples: samples.map((value) => Math.max(-1, Math.min(1, value))) }))
}
