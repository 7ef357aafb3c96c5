import { hasImages, patchesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { Batcher } from '../data/batch.ts'
import type { Picture } from '../data/document.ts'
import { none, type LaidDocument } from '../data/layout.ts'
import { patchesToPicture } from '../data/pixels.ts'
import { encode, specials } from '../data/tokenizer.ts'
import { guide } from '../diffusion/guidance.ts'
import { samplers } from '../diffusion/samplers.ts'
import { createSchedule } from '../diffusion/schedule.ts'
import { samplingTimes } from '../diffusion/timesteps.ts'
import { patchVector } from '../model/parameters.ts'
import { Random } from '../random/stream.ts'
import type { InferenceModel } from './inferenceModel.ts'

export interface DrawOptions {
  guidance: number
  steps: number
  sampler: RunConfig['sample']['sampler']
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
export const drawImages = async (model: InferenceModel, prompts: readonly string[], options: DrawOptions): Promise<Picture[]> => {
  const { config } = model
  if (!hasImages(config)) throw new InputError('This model was trained on text alone, so it cannot draw; train on shapes, a folder or a mix.')
  const room = config.data.sequenceLength - patchesPerImage(config) - 3
  const tokens = prompts.map((prompt) => {
    const bytes = encode(prompt)
    if (bytes.length > room) throw new InputError(`The prompt "${prompt.slice(0, 40)}…" has ${bytes.length} bytes; this model's sequences have room for ${room}, so shorten it.`)
    return bytes
  })
  const pictures: Picture[] = []
  for (let start = 0; start < tokens.length; start += atOnce) {
    const chunk = tokens.slice(start, start + atOnce)
    pictures.push(...(await denoise(model, chunk, start, options, (done) => options.onProgress?.(start * options.steps + done * chunk.length, tokens.length * options.steps))))
  }
  return pictures
}

const denoise = async (
  model: InferenceModel, prompts: number[][], first: number, { guidance, steps, sampler: name, seed }: DrawOptions, onStep: (done: number) => void,
): Promise<Picture[]> => {
  const { config } = model
  const { image, patch, diffusion, sample } = config
  const elements = patchesPerImage(config) * patchVector(config)
  const randoms = prompts.map((_, i) => new Random({ seed, stream: 'sampling', step: first + i }))
  const noisy = randoms.map((random) => random.fillNormal(new Float32Array(elements)))
  const sequences = prompts.map((prompt, i) => [prompting(prompt, i, config)])
  const guided = guidance !== 1
  const all = guided ? [...sequences, ...prompts.map((_, i) => [prompting([], i, config)])] : sequences
  const length = Math.ceil(Math.max(...all.map(([document]) => document!.tokens.length)) / 8) * 8
  const shape = { batch: all.length, length, images: all.length, texts: 1 }
  const { inputs } = new Batcher(config, shape).assemble(all, () => 0)
  const step = samplers[name](createSchedule(diffusion), diffusion.prediction)
  const times = samplingTimes(diffusion.timesteps, steps, sample.tShift)
  const patches = inputs['patches'] as Float32Array, time = inputs['time'] as Float32Array
  for (let i = 0; i < steps; i++) {
    const t = times[i]!, s = times[i + 1]!
    all.forEach((_, k) => patches.set(noisy[k % prompts.length]!, k * elements))
    time.fill(t / diffusion.timesteps)
    const { data } = await model.forward('prediction', shape, inputs)
    const of = (k: number): Float32Array => (data as Float32Array).subarray(k * elements, (k + 1) * elements)
    noisy.forEach((x, k) => {
      const prediction = guided ? guide(of(k), of(k + prompts.length), guidance) : of(k)
      step({ x, prediction, t, s }, randoms[k]!)
    })
    onStep(i + 1)
  }
  return noisy.map((x) => patchesToPicture(x, image.size, patch.size))
}

/** ⟨eot⟩ prompt ⟨BOI⟩ and the places of the patches. */
const prompting = (prompt: readonly number[], index: number, config: RunConfig): LaidDocument => {
  const tokens = [specials.endOfText, ...prompt, specials.beginImage, ...Array<number>(patchesPerImage(config)).fill(none)]
  return { tokens, targets: tokens.map(() => none), imageAt: prompt.length + 2, picture: null, imageFirst: false, index }
}
