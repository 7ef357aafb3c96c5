import type { Picture } from '../kernel/data/document.ts'
import { Batcher } from '../kernel/data/batch.ts'
import { none, type LaidDocument } from '../kernel/data/laidDocument.ts'
import { layOut } from '../kernel/data/layout.ts'
import { pictureDocument } from '../kernel/data/segments.ts'
import { autoencoderInputs, autoencoderProgram } from '../kernel/autoencoder/trainProgram.ts'
import { elements, type HostTensors, type Program } from '../kernel/engine/engine.ts'
import { trainProgram } from '../kernel/training/trainProgram.ts'
import { initialParameters } from '../kernel/model/parameters.ts'
import { Random } from '../kernel/random/stream.ts'
import { trainingNoise } from '../kernel/training/noising.ts'
import { lossInputs } from '../kernel/model/losses.ts'
import { patchesPerImage, type RunConfig } from '../protocol/config/index.ts'
import type { Size } from './sizes.ts'

/** What both sides start from: the same parameters and the same batch, every step. */
export interface Problem {
  config: RunConfig
  /** The training step. */
  program: Program
  /** Parameters by name. */
  parameters: HostTensors
  /** The batch by the names of the model's inputs. */
  batch: HostTensors
}

/** The weights and the batch of a size: a function of the size alone. */
export const createProblem = (size: Size): Problem => (size.config.task === 'autoencoder' ? autoencoderProblem(size.config) : transfusionProblem(size))

/** Pictures of random pixels, and the noise of their latents. */
const autoencoderProblem = (config: RunConfig): Problem => {
  const { seed } = config.train
  const batch = Object.fromEntries(Object.entries(autoencoderInputs(config)).map(([name, spec], index) => {
    const data = new Float32Array(elements(spec.shape)), random = new Random({ seed, stream: 'content', index: index + 1 })
    if (name === 'epsilon') random.fillNormal(data)
    else for (let i = 0; i < data.length; i++) data[i] = random.integer(256) / 127.5 - 1
    return [name, { ...spec, data }]
  }))
  return { config, program: autoencoderProgram(config), parameters: withoutZeros(initialParameters(config), seed), batch }
}

const transfusionProblem = ({ config, documentsEach }: Size): Problem => {
  const { batch, seed } = config.train
  const length = config.data.sequenceLength
  const documents = Array.from({ length: batch * documentsEach }, (_, index) => document(config, index, length / documentsEach))
  const sequences = Array.from({ length: batch }, (_, b) => documents.slice(b * documentsEach, (b + 1) * documentsEach))
  const texts = documents.flatMap(({ targets }) => targets).filter((target) => target !== none).length
  const shape = { batch, length, images: documents.length, texts }
  const { inputs } = new Batcher(config, shape).assemble(sequences, trainingNoise(config))
  const specs = lossInputs(config, shape)
  const tensors = Object.fromEntries(Object.entries(inputs).map(([name, data]) => [name, { ...specs[name]!, data }]))
  return { config, program: trainProgram(config, shape), parameters: withoutZeros(initialParameters(config), seed), batch: tensors }
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
