import path from 'node:path'
import * as ort from 'onnxruntime-node'
import type { RunConfig } from '../../../protocol/config/index.ts'
import { gridSide } from '../../../protocol/config/index.ts'
import type { Picture } from '../../data/document.ts'
import { openForeign, type ForeignModel } from '../../engine/onnxruntime/foreign.ts'
import type { LatentScale, PictureCoder } from '../coder.ts'
import { pictureOf, writePixels } from '../pictures.ts'
import { checkPair, type PairPorts } from './checkPair.ts'
import { toPlanes, toPixels } from './planes.ts'
import { findPair, statedScale } from './pairFiles.ts'

/** Pictures that go through the networks together, where these leave it open. */
const atOnce = 4

interface Opened {
  encoder: ForeignModel
  decoder: ForeignModel
  ports: PairPorts
  scale: LatentScale | null
}

/**
 * An encoder and a decoder that the user brings as ONNX: pictures [B, 3, S, S] in [−1, 1] ↔ latents [B, C, h, h]. An encoder
 * that gives 2C channels gives means and log variances, of which the means are taken.
 */
export class OnnxPair implements PictureCoder {
  readonly #config: RunConfig
  #opened: Promise<Opened> | null = null

  constructor(config: RunConfig) {
    this.#config = config
  }

  async open(): Promise<void> {
    await this.#open()
  }

  async statedScale(): Promise<LatentScale | null> {
    return (await this.#open()).scale
  }

  async latents(pictures: readonly Picture[]): Promise<Float32Array[]> {
    const { encoder, ports: { encoderBatch, means } } = await this.#open()
    const { image: { size }, autoencoder: { latentChannels: channels } } = this.#config
    const side = gridSide(this.#config)
    const write = (picture: Picture, into: Float32Array): void => {
      const pixels = new Float32Array(size * size * 3)
      writePixels(picture, pixels)
      into.set(toPlanes(pixels, 3))
    }
    const encoded = await inChunks(encoder, pictures, encoderBatch ?? atOnce, [3, size, size], means, write)
    return encoded.map((planes) => toPixels(planes.subarray(0, channels * side * side), channels))
  }

  codes(): Promise<Int32Array[]> {
    return Promise.reject(new Error('an encoder without a codebook has no codes'))
  }

  async decode(latents: readonly Float32Array[]): Promise<Picture[]> {
    const { decoder, ports: { decoderBatch, pictures } } = await this.#open()
    const { image: { size }, autoencoder: { latentChannels: channels } } = this.#config
    const side = gridSide(this.#config)
    const decoded = await inChunks(decoder, latents, decoderBatch ?? atOnce, [channels, side, side], pictures, (values, into) => into.set(toPlanes(values, channels)))
    return decoded.map((planes) => pictureOf(toPixels(planes, 3), size))
  }

  decodeCodes(): Promise<Picture[]> {
    return Promise.reject(new Error('a decoder without a codebook takes no codes'))
  }

  async dispose(): Promise<void> {
    const opened = await this.#opened?.catch(() => null)
    this.#opened = null
    await opened?.encoder.release()
    await opened?.decoder.release()
  }

  #open(): Promise<Opened> {
    return (this.#opened ??= openPair(this.#config))
  }
}

const openPair = async (config: RunConfig): Promise<Opened> => {
  const { autoencoder: folder, autoencoderSha256 } = config.image
  const names = await findPair(folder, autoencoderSha256)
  const stated = await statedScale(folder)
  const encoder = await openForeign(path.join(folder, names.encoder), 'The encoder', config.engine)
  const decoder = await openForeign(path.join(folder, names.decoder), 'The decoder', config.engine)
  try {
    const ports = await checkPair(encoder, decoder, config)
    return { encoder, decoder, ports, scale: stated && { mean: stated.shift, deviation: 1 / stated.factor } }
  } catch (error) {
    await encoder.release()
    await decoder.release()
    throw error
  }
}

/** Runs a model over items, always `batch` at a time, so that an item's numbers do not depend on how many came with it. */
const inChunks = async <Item>(model: ForeignModel, items: readonly Item[], batch: number, shape: readonly [number, number, number], output: string, write: (item: Item, into: Float32Array) => void): Promise<Float32Array[]> => {
  const size = shape[0] * shape[1] * shape[2]
  const results: Float32Array[] = []
  for (let start = 0; start < items.length; start += batch) {
    const chunk = items.slice(start, start + batch)
    const fed = new Float32Array(batch * size)
    chunk.forEach((item, i) => write(item, fed.subarray(i * size, (i + 1) * size)))
    const given = (await model.run({ [model.inputs[0]!.name]: new ort.Tensor('float32', fed, [batch, ...shape]) }))[output]!
    const data = await given.getData() as Float32Array
    const own = data.length / batch
    results.push(...chunk.map((_, i) => data.slice(i * own, (i + 1) * own)))
  }
  return results
}
