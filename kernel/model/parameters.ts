import { gridChannels, hasImageTokens, hasPatches, patchesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import type { HostTensors } from '../engine/engine.ts'
import { elements } from '../engine/engine.ts'
import { Random } from '../random/stream.ts'
import { autoencoderSpecs } from '../autoencoder/parameters.ts'
import { vocabularySize } from '../data/tokenizer.ts'

/** One trainable tensor: its shape and the standard deviation of its normal initial values (0 for zeros, 'ones' for gains). */
export interface ParameterSpec {
  name: string
  shape: readonly number[]
  initial: number | 'ones'
}

/** SwiGLU hidden width: what the config says, or ⌊8D/3/64⌋·64 + 64. */
export const hiddenWidth = ({ dim, mlpHidden }: RunConfig['model']): number => mlpHidden || Math.floor((8 * dim) / 3 / 64) * 64 + 64

/** Numbers in one patch: size² pixels of 3 channels, or latents of theirs. */
export const patchVector = (config: Pick<RunConfig, 'patch' | 'image' | 'autoencoder'>): number => config.patch.size ** 2 * gridChannels(config)

/** Rows of the token embedding V: bytes and specials, and for Chameleon the codes of the VQ-VAE after them. */
export const vocabularyOf = (config: RunConfig): number => vocabularySize + (hasImageTokens(config) ? config.autoencoder.codebook : 0)

/** Every trainable tensor of what the run trains, in a fixed order: the order is part of the initial values. */
export const parameterSpecs = (config: RunConfig): ParameterSpec[] =>
  config.task === 'autoencoder' ? autoencoderSpecs(config.autoencoder) : modelSpecs(config)

const modelSpecs = (config: RunConfig): ParameterSpec[] => {
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
    { name: 'tokenEmbedding', shape: [vocabularyOf(config), dim], initial: tiedEmbeddings ? fanIn(dim) : 1 },
    ...Array.from({ length: layers }, (_, index) => block(index)).flat(),
    { name: 'norm', shape: [dim], initial: 'ones' },
    ...(tiedEmbeddings ? [] : [{ name: 'head', shape: [dim, vocabularyOf(config)], initial: 0 } satisfies ParameterSpec]),
    ...(hasPatches(config) ? imageSpecs(config) : []),
  ]
}

/** The patch codec and the timestep embedding. The decoder starts at zero, so the first ε-MSE is that of predicting nothing: 1. */
const imageSpecs = (config: RunConfig): ParameterSpec[] => {
  const { dim } = config.model
  const vector = patchVector(config)
  const patches = patchesPerImage(config)
  const timeWidth = config.diffusion.timeEmbedding === 'patch' ? vector : dim
  return [
    { name: 'time.in', shape: [timeFeatures, 2 * timeWidth], initial: 1 / Math.sqrt(timeFeatures) },
    { name: 'time.inBias', shape: [2 * timeWidth], initial: 0 },
    { name: 'time.out', shape: [2 * timeWidth, timeWidth], initial: 1 / Math.sqrt(2 * timeWidth) },
    { name: 'time.outBias', shape: [timeWidth], initial: 0 },
    { name: 'patch.encode', shape: [vector, dim], initial: 1 / Math.sqrt(vector) },
    { name: 'patch.encodeBias', shape: [dim], initial: 0 },
    ...(config.model.patchPositions === 'learned' ? [{ name: 'patch.position', shape: [patches, dim], initial: 0.5 } satisfies ParameterSpec] : []),
    { name: 'patch.decode', shape: [dim, vector], initial: 0 },
    { name: 'patch.decodeBias', shape: [vector], initial: 0 },
  ]
}

/** Sines and cosines that the timestep is shown to the network as. */
export const timeFeatures = 64

export const countParameters = (config: RunConfig): number => parameterSpecs(config).reduce((sum, { shape }) => sum + elements(shape), 0)

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
