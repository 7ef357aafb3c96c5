import { hasImages, hasImageTokens, patchesPerImage } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { Batcher } from '../data/batch.ts'
import type { Picture } from '../data/document.ts'
import { patchVector } from '../model/parameters.ts'
import { Random } from '../random/stream.ts'
import { drawTokens } from './drawTokens.ts'
import { denoise, type DenoiseOptions } from './denoise.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { prompting } from './prompting.ts'
import { encodePrompt } from './prompts.ts'

export interface DrawOptions extends DenoiseOptions {
  /** Picture i of a call starts from the noise of (seed, i), whatever the prompt or the checkpoint. */
  seed: number
  onProgress?: (done: number, total: number) => void
}

/** Pictures that are denoised together. */
const atOnce = 16

/**
 * Text → image: ⟨eot⟩ prompt ⟨BOI⟩ noise, denoised in place (§3, "Inference"). The unconditional branch of guidance
 * sees ⟨eot⟩ ⟨BOI⟩, as a training document whose caption was left out.
 * @throws InputError when a prompt is longer than the model's sequences have room for, or the model has no images
 */
export const drawImages = async (model: InferenceModel, prompts: readonly string[], asked: DrawOptions): Promise<Picture[]> => {
  const { config } = model
  // A model of images alone has nothing to be guided by.
  const options = config.baseline === 'imageOnly' ? { ...asked, guidance: 1 } : asked
  if (!hasImages(config)) throw new InputError('This model was trained on text alone, so it cannot draw; train on shapes, a folder or a mix.')
  const tokens = prompts.map((prompt) => encodePrompt(prompt, config))
  const pictures: Picture[] = []
  for (let start = 0; start < tokens.length; start += atOnce) {
    const chunk = tokens.slice(start, start + atOnce)
    pictures.push(...(await (hasImageTokens(config) ? drawTokens : drawTogether)(model, chunk, start, options, (done) => options.onProgress?.(start * options.steps + done * chunk.length, tokens.length * options.steps))))
  }
  return pictures
}

const drawTogether = async (model: InferenceModel, prompts: number[][], first: number, options: DrawOptions, onStep: (done: number) => void): Promise<Picture[]> => {
  const { config } = model
  const elements = patchesPerImage(config) * patchVector(config)
  const randoms = prompts.map((_, i) => new Random({ seed: options.seed, stream: 'sampling', step: first + i }))
  const noisy = randoms.map((random) => random.fillNormal(new Float32Array(elements)))
  const conditional = prompts.map((prompt, i) => [prompting(prompt, i, config)])
  const all = options.guidance === 1 ? conditional : [...conditional, ...prompts.map((_, i) => [prompting([], i, config)])]
  const length = Math.ceil(Math.max(...all.map(([document]) => document!.tokens.length)) / 8) * 8
  const shape = { batch: all.length, length, images: all.length, texts: 1 }
  const batcher = new Batcher(config, shape)
  const { inputs } = batcher.assemble(all, () => 1)
  const patches = inputs['patches'] as Float32Array, time = inputs['time'] as Float32Array
  await denoise({ noisy, randoms, config, options, onStep }, async (t) => {
    all.forEach((_, k) => patches.set(noisy[k % prompts.length]!, k * elements))
    time.fill(t)
    if (batcher.maskReadsNoise) batcher.fillBias(all, inputs)
    const { data } = await model.forward('prediction', shape, inputs)
    return (k) => (data as Float32Array).subarray(k * elements, (k + 1) * elements)
  })
  return model.space.fromPatches(noisy)
}
