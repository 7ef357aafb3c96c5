import { hasImageTokens, hasPatches, type RunConfig } from '../../protocol/config/index.ts'
import { showSequences } from '../autoencoder/pictureSpace.ts'
import { vocabularyOf } from '../model/parameters.ts'
import { Batcher, trainingShape, type Batch } from '../data/batch.ts'
import type { Dataset } from '../data/document.ts'
import { heldOutSeed } from '../data/heldOutSeed.ts'
import { layOut } from '../data/layout.ts'
import { pack } from '../data/packing.ts'
import { estimateWeights } from '../diffusion/prediction.ts'
import { createSchedule } from '../diffusion/schedule.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { vocabularySize } from '../data/tokenizer.ts'
import { noiseImages } from '../training/noising.ts'
import { Random } from '../random/stream.ts'

/** Noise levels that ε-MSE is read at, as shares of T. */
export const noiseGrid = [0.1, 0.3, 0.5, 0.7, 0.9] as const

/**
 * Held-out losses of a model: `eval.text` (nats a token), `eval.perplexity`, and on images `eval.epsilonMse` with
 * `eval.epsilonMse.t100` … for each t of the grid.
 *
 * The documents, their layout, their t and their ε are the same at every evaluation and for every run on the same
 * dataset, so two numbers differ only because two models do. Image i is shown at t number i mod 5 of the grid.
 * ε-MSE is the error of the noise that the prediction implies, so that models with different predictions compare.
 */
export const evaluateHeldOut = async (model: InferenceModel, dataset: Dataset): Promise<Record<string, number>> => {
  const { config } = model
  const shape = trainingShape(config)
  const frozen: RunConfig = { ...config, train: { ...config.train, seed: heldOutSeed }, data: { ...config.data, captionDropout: 0 } }
  const { timesteps, prediction } = config.diffusion
  const schedule = createSchedule(config.diffusion)
  const timestepOf = (index: number): number => Math.round(noiseGrid[index % noiseGrid.length]! * timesteps)
  const noiseOf = (index: number): Random => new Random({ seed: heldOutSeed, stream: 'evaluation', step: index })
  const fill = noiseImages(frozen, ({ index }) => timestepOf(index), ({ index }) => noiseOf(index))
  const batcher = new Batcher(frozen, shape)
  const errors = new Map<number, number[]>(noiseGrid.map((share) => [Math.round(share * timesteps), []]))
  const said = { text: { nats: 0, tokens: 0 }, image: { nats: 0, tokens: 0 } }
  let cursor = 0
  for (let i = 0; i < config.train.evalBatches; i++) {
    const packed = pack((index) => layOut(dataset.document('heldOut', index), index, frozen, shape.length), cursor, shape.batch, shape.length, shape.most)
    cursor = packed.cursor
    const batch = batcher.assemble(await showSequences(packed.sequences, model.space, frozen), fill)
    const logits = await model.forward('logits', shape, batch.inputs)
    addNats(said, logits.data as Float32Array, batch, vocabularyOf(config))
    if (!hasPatches(config)) continue
    const output = (await model.forward('prediction', shape, batch.inputs)).data as Float32Array
    const noisy = batch.inputs['patches'] as Float32Array
    const elements = noisy.length / shape.images
    batch.images.forEach(({ index }, place) => {
      const t = timestepOf(index)
      const [ofX, ofPrediction] = estimateWeights(prediction, schedule(t)).noise
      const random = noiseOf(index)
      let sum = 0
      for (let e = place * elements; e < (place + 1) * elements; e++) sum += (ofX * noisy[e]! + ofPrediction * output[e]! - random.normal()) ** 2
      errors.get(t)!.push(sum / elements)
    })
  }
  const text = said.text.nats / Math.max(1, said.text.tokens)
  return {
    ...(config.baseline === 'imageOnly' ? {} : { 'eval.text': text, 'eval.perplexity': Math.exp(text) }),
    ...(hasPatches(config) ? epsilonMse(errors) : {}),
    ...(hasImageTokens(config) ? { 'eval.imageTokens': said.image.nats / Math.max(1, said.image.tokens) } : {}),
  }
}

interface Nats { nats: number; tokens: number }

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** The mean over noise levels of each level's mean: every level weighs the same. */
const epsilonMse = (errors: ReadonlyMap<number, number[]>): Record<string, number> => {
  const levels = [...errors].filter(([, values]) => values.length > 0).map(([t, values]) => [t, mean(values)] as const)
  if (levels.length === 0) return {}
  return { 'eval.epsilonMse': mean(levels.map(([, value]) => value)), ...Object.fromEntries(levels.map(([t, value]) => [`eval.epsilonMse.t${t}`, value])) }
}

/** Adds the cross-entropy of a batch's predicted tokens, text and image tokens apart. */
const addNats = (said: { text: Nats; image: Nats }, logits: Float32Array, { inputs }: Batch, vocabulary: number): void => {
  const target = inputs['textTarget'] as Int32Array, weight = inputs['textWeight'] as Float32Array
  for (let i = 0; i < target.length; i++) {
    if (weight[i] === 0) continue
    const row = logits.subarray(i * vocabulary, (i + 1) * vocabulary)
    let top = -Infinity, sum = 0
    for (const logit of row) top = Math.max(top, logit)
    for (const logit of row) sum += Math.exp(logit - top)
    const kind = said[target[i]! < vocabularySize ? 'text' : 'image']
    kind.nats += top + Math.log(sum) - row[target[i]!]!
    kind.tokens++
  }
}
