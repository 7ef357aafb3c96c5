import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { onnxPairFiles, onnxPairLayouts, onnxPairText } from '../../../protocol/onnxPair.ts'
import { GraphBuilder, type Value } from '../../engine/graph.ts'
import { encodeModel } from '../../engine/onnx/encode.ts'

export interface TestPair {
  size?: number
  downsample?: number
  batch?: number
  /** Gives means and (zero) log variances. */
  variances?: boolean
  /** Adds noise of its own. */
  noisy?: boolean
  second?: boolean
  /** The decoder's picture is this many times the latents. */
  grows?: number
  channelsLast?: boolean
}

/** For tests: an encoder whose latents are the means of squares of pixels, a channel for each colour. */
export const testEncoder = ({ size = 16, downsample = 4, batch = 2, variances, noisy, second, channelsLast }: TestPair = {}): Uint8Array => {
  const graph = new GraphBuilder()
  const input = graph.input('sample', { shape: channelsLast ? [batch, size, size, 3] : [batch, 3, size, size], dtype: 'float32' })
  const side = size / downsample
  const shape = channelsLast ? [batch, 3, 3, 3] : [batch, 3, side, side]
  let latents: Value = channelsLast ? input : graph.node('AveragePool', [input], { shape, dtype: 'float32' }, { kernel_shape: [downsample, downsample], strides: [downsample, downsample] })
  if (noisy) latents = graph.node('Add', [latents, graph.node('RandomNormalLike', [latents], { shape, dtype: 'float32' })], { shape, dtype: 'float32' })
  if (second) latents = graph.node('Add', [latents, graph.input('timestep', { shape: [1], dtype: 'float32' })], { shape, dtype: 'float32' })
  const value = variances ? graph.node('Concat', [latents, graph.node('Sub', [latents, latents], { shape, dtype: 'float32' })], { shape: [batch, 6, side, side], dtype: 'float32' }, { axis: 1 }) : latents
  return encodeModel(graph.finish('encoder', [{ name: variances ? 'latent_parameters' : 'latent_sample', value }]))
}

/** For tests: a decoder that repeats each latent over its square. */
export const testDecoder = ({ size = 16, downsample = 4, batch = 2, grows = downsample }: TestPair = {}): Uint8Array => {
  const graph = new GraphBuilder()
  const side = size / downsample
  const latents = graph.input('latent_sample', { shape: [batch, 3, side, side], dtype: 'float32' })
  const weights = graph.constant(new Float32Array(3 * grows * grows).fill(1), [3, 1, grows, grows], 'float32')
  const value = graph.node('ConvTranspose', [latents, weights], { shape: [batch, 3, side * grows, side * grows], dtype: 'float32' }, { kernel_shape: [grows, grows], strides: [grows, grows], group: 3 })
  return encodeModel(graph.finish('decoder', [{ name: 'sample', value }]))
}

/** For tests: puts a pair into a folder, as Optimum lays it out. @returns its SHA-256 */
export const writePair = (folder: string, encoder: Uint8Array | string, decoder: Uint8Array | string, config: object | null = null): string => {
  for (const [name, bytes] of [['vae_encoder', encoder], ['vae_decoder', decoder]] as const) {
    mkdirSync(path.join(folder, name), { recursive: true })
    writeFileSync(path.join(folder, name, 'model.onnx'), bytes)
  }
  if (config) writeFileSync(path.join(folder, 'vae_encoder', 'config.json'), JSON.stringify(config))
  const files = onnxPairFiles(onnxPairLayouts[0]).filter((name) => existsSync(path.join(folder, name)))
  const hash = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
  return hash(onnxPairText(files.map((name) => ({ name, sha256: hash(readFileSync(path.join(folder, name))) }))))
}
