import { hasImages, type RunConfig } from '../../protocol/config/index.ts'
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
  let nats = 0, tokens = 0, cursor = 0
  for (let i = 0; i < config.train.evalBatches; i++) {
    const packed = pack((index) => layOut(dataset.document('heldOut', index), index, frozen, shape.length), cursor, shape.batch, shape.length, shape.most)
    cursor = packed.cursor
    const batch = batcher.assemble(packed.sequences, fill)
    const logits = await model.forward('logits', shape, batch.inputs)
    const said = textLoss(logits.data as Float32Array, batch)
    nats += said.nats
    tokens += said.tokens
    if (!hasImages(config)) continue
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
  const text = nats / Math.max(1, tokens)
  return { 'eval.text': text, 'eval.perplexity': Math.exp(text), ...(hasImages(config) ? epsilonMse(errors) : {}) }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** The mean over noise levels of each level's mean: every level weighs the same. */
const epsilonMse = (errors: ReadonlyMap<number, number[]>): Record<string, number> => {
  const levels = [...errors].filter(([, values]) => values.length > 0).map(([t, values]) => [t, mean(values)] as const)
  if (levels.length === 0) return {}
  return { 'eval.epsilonMse': mean(levels.map(([, value]) => value)), ...Object.fromEntries(levels.map(([t, value]) => [`eval.epsilonMse.t${t}`, value])) }
}

const textLoss = (logits: Float32Array, { inputs }: Batch): { nats: number; tokens: number } => {
  const target = inputs['textTarget'] as Int32Array, weight = inputs['textWeight'] as Float32Array
  let nats = 0, tokens = 0
  for (let i = 0; i < target.length; i++) {
    if (weight[i] === 0) continue
    const row = logits.subarray(i * vocabularySize, (i + 1) * vocabularySize)
    let top = -Infinity, sum = 0
    for (const logit of row) top = Math.max(top, logit)
    for (const logit of row) sum += Math.exp(logit - top)
    nats += top + Math.log(sum) - row[target[i]!]!
    tokens++
  }
  return { nats, tokens }
}
