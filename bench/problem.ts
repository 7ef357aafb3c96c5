import type { Picture } from '../kernel/data/document.ts'
import { Batcher } from '../kernel/data/batch.ts'
import { none, type LaidDocument } from '../kernel/data/laidDocument.ts'
import { layOut } from '../kernel/data/layout.ts'
import { pictureDocument } from '../kernel/data/segments.ts'
import type { HostTensors } from '../kernel/engine/engine.ts'
import type { BatchShape } from '../kernel/model/transfusion.ts'
import { initialParameters } from '../kernel/model/parameters.ts'
import { Random } from '../kernel/random/stream.ts'
import { trainingNoise } from '../kernel/training/noising.ts'
import { lossInputs } from '../kernel/model/losses.ts'
import { patchesPerImage, type RunConfig } from '../protocol/config/index.ts'
import type { Size } from './sizes.ts'

/** What both sides start from: the same parameters and the same batch, every step. */
export interface Problem {
  config: RunConfig
  shape: BatchShape
  /** Parameters by name. */
  parameters: HostTensors
  /** The batch by the names of the model's inputs. */
  batch: HostTensors
}

/** The weights and the batch of a size: a function of the size alone. */
export const createProblem = ({ config, documentsEach }: Size): Problem => {
  const { batch, seed } = config.train
  const length = config.data.sequenceLength
  const documents = Array.from({ length: batch * documentsEach }, (_, index) => document(config, index, length / documentsEach))
  const sequences = Array.from({ length: batch }, (_, b) => documents.slice(b * documentsEach, (b + 1) * documentsEach))
  const texts = documents.flatMap(({ targets }) => targets).filter((target) => target !== none).length
  const shape = { batch, length, images: documents.length, texts }
  const { inputs } = new Batcher(config, shape).assemble(sequences, trainingNoise(config))
  const specs = lossInputs(config, shape)
  const tensors = Object.fromEntries(Object.entries(inputs).map(([name, data]) => [name, { ...specs[name]!, data }]))
  return { config, shape, parameters: withoutZeros(initialParameters(config), seed), batch: tensors }
}

/** A caption that fills what the image leaves of `length`, then an image of random pixels. */
const document = (config: RunConfig, index: number, length: number): LaidDocument => {
  const random = new Random({ seed: config.train.seed, stream: 'content', step: index })
  const { size } = config.image
  const text = Array.from({ length: length - patchesPerImage(config) - 3 }, () => String.fromCharCode(97 + random.integer(26))).join('')
  const image: Picture = { width: size, height: size, pixels: Uint8Array.from({ length: size * size * 3 }, () => random.integer(256)) }
  return layOut(pictureDocument(text, image), index, config, length)
}

/** A decoder that starts at zero stops all gradients behind it, and nothing would be compared there. */
export const withoutZeros = (parameters: HostTensors, seed: number): HostTensors => {
  Object.values(parameters).forEach(({ data }, index) => {
    if (!data.every((value) => value === 0)) return
    const random = new Random({ seed, stream: 'content', index: index + 1 })
    for (let i = 0; i < data.length; i++) data[i] = 0.05 * random.normal()
  })
  return parameters
}
