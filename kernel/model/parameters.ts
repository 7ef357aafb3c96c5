import { hasImageTokens, hasPatches, hasWaves, patchesPerWave, placesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import type { HostTensors } from '../engine/engine.ts'
import { elements } from '../engine/engine.ts'
import { Random } from '../random/stream.ts'
import { discriminatorSpecs } from '../autoencoder/discriminator.ts'
import { autoencoderSpecs } from '../autoencoder/parameters.ts'
import { vocabularySize, waveSpecials } from '../data/tokenizer.ts'
import { unetTimeWidth } from './unet/levels.ts'
import { unetSpecs } from './unet/parameters.ts'
import type { ParameterSpec } from './parameterSpec.ts'
import { patchVector } from './patchVector.ts'

/** SwiGLU hidden width: what the config says, or ⌊8D/3/64⌋·64 + 64. */
export const hiddenWidth = ({ dim, mlpHidden }: RunConfig['model']): number => mlpHidden || Math.floor((8 * dim) / 3 / 64) * 64 + 64

/** Rows of the token embedding V: bytes and specials; after them, where there are waves, theirs, and for Chameleon the codes of the VQ-VAE. */
export const vocabularyOf = (config: RunConfig): number =>
  vocabularySize + (hasWaves(config) ? Object.keys(waveSpecials).length : 0) + (hasImageTokens(config) ? config.autoencoder.codebook : 0)

/**
 * Every trainable tensor of what the run trains, in a fixed order: the order is part of the initial values.
 * @param vocabulary token ids; another number than the config's own is for counting alone
 */
export const parameterSpecs = (config: RunConfig, vocabulary = vocabularyOf(config)): ParameterSpec[] =>
  config.task === 'autoencoder' ? [...autoencoderSpecs(config.autoencoder), ...discriminatorSpecs(config.autoencoder)] : modelSpecs(config, vocabulary)

const modelSpecs = (config: RunConfig, vocabulary: number): ParameterSpec[] => {
  const { dim, layers, heads, qkNorm, tiedEmbeddings } = config.model
  const hidden = hiddenWidth(config.model)
  const fanIn = (width: number): number => 1 / Math.sqrt(width)
  // Each block adds twice to the residual stream: smaller output weights keep its variance near one (GPT-2 §2.3).
  const residual = (width: number): number => fanIn(width) / Math.sqrt(2 * layers)
  const block = (index: number): ParameterSpec[] => [
    { name: `layers.${index}.attentionNorm`, shape: [dim], initial: 'ones' },
    { name: `layers.${index}.attention.qkv`, shape: [dim, 3 * dim], initial: fanIn(dim) },
    ...(qkNorm ? ['queryNorm', 'keyNorm'].map((norm): ParameterSpec => ({ name: `layers.${index}.attention.${norm}`, shape: [dim / heads], initial: 'ones' })) : []),
    { name: `layers.${index}.attention.out`, shape: [dim, dim], initial: residual(dim) },
    { name: `layers.${index}.mlpNorm`, shape: [dim], initial: 'ones' },
    { name: `layers.${index}.mlp.gateUp`, shape: [dim, 2 * hidden], initial: fanIn(dim) },
    { name: `layers.${index}.mlp.down`, shape: [hidden, dim], initial: residual(hidden) },
  ]
  return [
    { name: 'tokenEmbedding', shape: [vocabulary, dim], initial: tiedEmbeddings ? fanIn(dim) : 1 },
    ...Array.from({ length: layers }, (_, index) => block(index)).flat(),
    { name: 'norm', shape: [dim], initial: 'ones' },
    ...(tiedEmbeddings ? [] : [{ name: 'head', shape: [dim, vocabulary], initial: 0 } satisfies ParameterSpec]),
    ...(hasPatches(config) ? imageSpecs(config) : []),
    ...(hasWaves(config) ? waveSpecs(config) : []),
  ]
}

/** The patch codec of waves: that of images with linear patches, under names of its own. */
const waveSpecs = (config: RunConfig): ParameterSpec[] =>
  linearSpecs(config, config.waves.patch, patchesPerWave(config)).map((spec) => ({ ...spec, name: `wave.${spec.name}` }))

/** The patch codec of images and the timestep embedding. */
const imageSpecs = (config: RunConfig): ParameterSpec[] => {
  const patches = placesPerImage(config)
  return config.patch.codec === 'unet'
    ? [...timeSpecs(unetTimeWidth(config)), ...positionSpecs(config, patches), ...unetSpecs(config)]
    : linearSpecs(config, patchVector(config), patches)
}

/** The linear codec of patches of `vector` numbers. The decoder starts at zero, so the first ε-MSE is that of predicting nothing: 1. */
const linearSpecs = (config: RunConfig, vector: number, patches: number): ParameterSpec[] => {
  const { model: { dim }, diffusion } = config
  return [
    ...timeSpecs(diffusion.timeEmbedding === 'patch' ? vector : dim),
    { name: 'patch.encode', shape: [vector, dim], initial: 1 / Math.sqrt(vector) },
    { name: 'patch.encodeBias', shape: [dim], initial: 0 },
    ...positionSpecs(config, patches),
    { name: 'patch.decode', shape: [dim, vector], initial: 0 },
    { name: 'patch.decodeBias', shape: [vector], initial: 0 },
  ]
}

const timeSpecs = (width: number): ParameterSpec[] => [
  { name: 'time.in', shape: [timeFeatures, 2 * width], initial: 1 / Math.sqrt(timeFeatures) },
  { name: 'time.inBias', shape: [2 * width], initial: 0 },
  { name: 'time.out', shape: [2 * width, width], initial: 1 / Math.sqrt(2 * width) },
  { name: 'time.outBias', shape: [width], initial: 0 },
]

const positionSpecs = ({ model: { dim, patchPositions } }: RunConfig, patches: number): ParameterSpec[] =>
  patchPositions === 'learned' ? [{ name: 'patch.position', shape: [patches, dim], initial: 0.5 }] : []

/** Sines and cosines that the timestep is shown to the network as. */
export const timeFeatures = 64

export const countParameters = (config: RunConfig): number => parameterSpecs(config).reduce((sum, { shape }) => sum + elements(shape), 0)

/** Parameters by what they are for. */
export interface ParameterCounts {
  transformer: number
  /** Token embedding and output head; one matrix where they are tied. */
  text: number
  /** Patch codecs and timestep embeddings. */
  patches: number
}

/** Which part of the model a tensor belongs to. */
export const partOf = (name: string): keyof ParameterCounts =>
  name === 'tokenEmbedding' || name === 'head' ? 'text' : /^(wave\.)?(patch|time)\./.test(name) ? 'patches' : 'transformer'

/** @param vocabulary token ids, to count a model with another tokenizer */
export const countParametersByPart = (config: RunConfig, vocabulary = vocabularyOf(config)): ParameterCounts => {
  const counts = { transformer: 0, text: 0, patches: 0 }
  for (const { name, shape } of parameterSpecs(config, vocabulary)) counts[partOf(name)] += elements(shape)
  return counts
}

/** Initial values: a function of the seed alone, each tensor from its own place in the stream. */
export const initialParameters = (config: RunConfig): HostTensors =>
  Object.fromEntries(parameterSpecs(config).map(({ name, shape, initial }, index) => {
    const data = new Float32Array(elements(shape))
    if (initial === 'ones') data.fill(1)
    else if (initial > 0) {
      new Random({ seed: config.train.seed, stream: 'init', index }).fillNormal(data)
      for (let i = 0; i < data.length; i++) data[i]! *= initial
    }
    return [name, { dtype: 'float32', shape, data }]
  }))
