import { fewestPatches, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { showPictures } from '../autoencoder/pictureSpace.ts'
import { Batcher, type Batch } from '../data/batch.ts'
import { heldOutSeed } from '../data/heldOutSeed.ts'
import type { PackedSequence } from '../data/packing.ts'
import type { HostTensors } from '../engine/engine.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import type { BatchShape } from '../model/transfusion.ts'
import { Random } from '../random/stream.ts'
import { noiseItems } from '../training/noising.ts'
import { heldOutConfig } from './heldOutSequence.ts'

/** Numbers of one reading that are kept in memory at most: 1 GiB of scores and as much of weights. */
const mostNumbers = 2 ** 28

/** One sequence by itself, its images at noise t / T, as the model is fed it. */
export const feedSequence = (config: RunConfig, packed: PackedSequence, noise: number, batch = 1): { shape: BatchShape; fed: Batch } => {
  const shape = feedShape(config, packed, batch)
  const timestep = Math.round(noise * config.diffusion.timesteps)
  const fill = noiseItems(heldOutConfig(config), () => timestep, ({ index, number }) => new Random({ seed: heldOutSeed, stream: 'evaluation', step: index, index: number }))
  // Copies of one sequence: each has its own places for the same images.
  return { shape, fed: new Batcher(heldOutConfig(config), shape).assemble(Array<PackedSequence>(batch).fill(packed), fill) }
}

const feedShape = (config: RunConfig, packed: PackedSequence, batch: number): BatchShape => {
  const images = packed.reduce((sum, { items }) => sum + items.length, 0)
  const { sequenceLength: length } = config.data
  return { batch, length, images: Math.max(1, images) * batch, texts: (length - images * fewestPatches(config)) * batch }
}

/**
 * Scores and weights of every head on one sequence: `scores.0`, `weights.0` …, [1, H, T, T].
 * @throws InputError when they would not fit in memory
 */
export const readAttention = async (model: Pick<InferenceModel, 'config' | 'attention' | 'space'>, packed: PackedSequence, noise: number): Promise<HostTensors> => {
  const { config } = model
  const { layers, heads } = config.model, { sequenceLength } = config.data
  const numbers = layers * heads * sequenceLength ** 2
  if (numbers > mostNumbers) throw new InputError(`The attention of ${layers} layers of ${heads} heads over ${sequenceLength} positions is ${(numbers / 2 ** 28).toFixed(1)} GiB; it can be read up to 1 GiB, so inspect a smaller model or shorter sequences.`)
  const { shape, fed } = feedSequence(config, await showPictures(packed, model.space, config), noise)
  return model.attention(shape, fed.inputs)
}
