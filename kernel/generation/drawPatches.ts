import type { ModalityName } from '../../protocol/config/index.ts'
import { Batcher } from '../data/batch.ts'
import { modalitiesOf } from '../model/modalities.ts'
import { Random } from '../random/stream.ts'
import { denoise, type DenoiseOptions } from './denoise.ts'
import { predictionOf, type InferenceModel } from './inferenceModel.ts'
import { placesFor } from './placesFor.ts'
import { prompting } from './prompting.ts'

export interface DrawOptions extends DenoiseOptions {
  /** Item i of a call starts from the noise of (seed, i), whatever the prompt or the checkpoint. */
  seed: number
  onProgress?: (done: number, total: number) => void
}

/**
 * Text → item: ⟨eot⟩ prompt ⟨begin⟩ noise, denoised in place (§3, "Inference"). The unconditional branch of guidance
 * sees ⟨eot⟩ ⟨begin⟩, as a training document whose caption was left out.
 * @param prompts tokens
 * @param first number of the first item
 * @returns clean patches [n · P] of each
 */
export const drawPatches = async (
  model: InferenceModel, name: ModalityName, prompts: readonly number[][], first: number, options: DrawOptions, onStep: (done: number) => void,
): Promise<Float32Array[]> => {
  const { config } = model
  const modality = modalitiesOf(config).find((one) => one.name === name)!
  const elements = modality.patches * modality.vector
  const randoms = prompts.map((_, i) => new Random({ seed: options.seed, stream: 'sampling', step: first + i }))
  const noisy = randoms.map((random) => random.fillNormal(new Float32Array(elements)))
  const conditional = prompts.map((prompt, i) => [prompting(prompt, i, config, name)])
  const all = options.guidance === 1 ? conditional : [...conditional, ...prompts.map((_, i) => [prompting([], i, config, name)])]
  const length = Math.ceil(Math.max(...all.map(([document]) => document!.tokens.length)) / 8) * 8
  const shape = { batch: all.length, length, ...placesFor(config, name, all.length), texts: 1 }
  const batcher = new Batcher(config, shape)
  const { inputs } = batcher.assemble(all, () => 1)
  const patches = inputs[modality.inputs.patches] as Float32Array, time = inputs[modality.inputs.time] as Float32Array
  await denoise({ noisy, randoms, config, options, modality: name, onStep }, async (t) => {
    all.forEach((_, k) => patches.set(noisy[k % prompts.length]!, k * elements))
    time.fill(t)
    if (batcher.maskReadsNoise) batcher.fillBias(all, inputs)
    const { data } = await model.forward(predictionOf[name], shape, inputs)
    return (k) => (data as Float32Array).subarray(k * elements, (k + 1) * elements)
  })
  return noisy
}
