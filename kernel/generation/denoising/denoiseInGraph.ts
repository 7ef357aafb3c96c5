import { fromPlaces, toPlaces } from '../../data/patchPlaces.ts'
import { samplerBound, stepWeights } from '../../diffusion/samplers.ts'
import { createSchedule } from '../../diffusion/schedule.ts'
import { samplingTimes } from '../../diffusion/timesteps.ts'
import { modalitiesOf } from '../../model/modalities.ts'
import type { Denoising } from '../denoise.ts'
import type { InferenceModel } from '../inferenceModel.ts'
import type { Reader } from '../reading/reader.ts'
import { namedForPass, stepNumbers, type DenoisingShape } from './denoisingProgram.ts'

/** Steps of one call take about so long: it is stopped, and its progress told, between calls. */
const callSeconds = 0.1
const mostAtOnce = 16

/**
 * As `denoise`, with guidance and the sampler in the graph, so that nothing comes back between the steps of a call.
 * @param readers of the passages which end with the items: one of each branch, the guided one first, or one of both; on the same lane
 * @param between awaited before every call
 */
export const denoiseInGraph = async ({ noisy, randoms, config, options, modality: name = 'image', onStep = () => {} }: Denoising, model: InferenceModel, readers: readonly Reader[], between: () => Promise<void>): Promise<void> => {
  const { guidance, steps, sampler } = options
  const modality = modalitiesOf(config).find((one) => one.name === name)!
  const items = readers[0]!.passages.slice(0, noisy.length).map(({ items }) => items.at(-1)!)
  const size = modality.patches * modality.vector
  const placed = (values: (k: number) => Float32Array): Float32Array => {
    const all = new Float32Array(items.length * size)
    items.forEach((item, k) => toPlaces(values(k), item, modality, all.subarray(k * size, (k + 1) * size)))
    return all
  }
  const shown = []
  for (const reader of readers) shown.push(await reader.shown())
  const inputs: Record<string, Float32Array | Int32Array> = Object.assign({}, ...shown.map(({ inputs }, pass) => namedForPass(inputs, pass)))
  const compiledFor: DenoisingShape = {
    modality: name, items: items.length, noisy: sampler === 'ddpm', bound: samplerBound(config, name),
    passes: shown.map(({ shape, seesAll, patchesAlone }) => ({ ...shape, seesAll, patchesAlone })),
  }
  const weightsOf = stepWeights[sampler](createSchedule(config.diffusion), config.diffusion.prediction)
  const times = samplingTimes(config.diffusion.timesteps, steps, config.sample.tShift)
  const step = (i: number): Record<string, Float32Array> => {
    const weights = weightsOf(times[i]!, times[i + 1]!)
    const drawn = (k: number): Float32Array => (weights.spread > 0 ? randoms[k]!.fillNormal(new Float32Array(noisy[k]!.length)) : new Float32Array(noisy[k]!.length))
    return { step: stepNumbers(times[i]! / config.diffusion.timesteps, guidance, weights), ...(compiledFor.noisy ? { noise: placed(drawn) } : {}) }
  }
  let x = placed((k) => noisy[k]!)
  for (let done = 0, atOnce = 1; done < steps;) {
    await between()
    const each = Array.from({ length: Math.min(atOnce, steps - done) }, (_, i) => step(done + i))
    const began = performance.now()
    x = await model.denoise(compiledFor, { ...inputs, x }, each, readers[0]!.lane)
    atOnce = Math.max(1, Math.min(mostAtOnce, Math.floor((callSeconds * 1000 * each.length) / (performance.now() - began))))
    onStep((done += each.length))
  }
  noisy.forEach((values, k) => values.set(fromPlaces(x.subarray(k * size, (k + 1) * size), items[k]!, modality)))
}
