import type { RunConfig } from '../../protocol/config/index.ts'
import type { Picture } from '../data/document.ts'
import type { Compiled, Engine, HostTensor, Program, Specs, State, Tensors } from '../engine/engine.ts'
import type { PictureCoder } from './coder.ts'
import { decodeLatents, encodePictures } from './coding.ts'
import { autoencoderSpecs } from './parameters.ts'
import { pictureOf, writePixels } from './pictures.ts'
import { latentSide } from './trainProgram.ts'

/** Pictures that go through the networks together. */
const atOnce = 32

/** A picture in the latent space. */
export interface Encoded {
  /** [h, h, C]: a VAE's means, or the codes' vectors. */
  latents: Float32Array
  /** VQ: the number of each latent's code, [h · h]. */
  codes: Int32Array | null
  /** VAE: KL divergence from the standard normal, in nats for the whole picture. */
  kl: number | null
}

/** A trained autoencoder that answers: pictures to latents and back. */
export class Autoencoder implements PictureCoder {
  readonly config: RunConfig
  readonly #engine: Engine
  readonly #state: State
  readonly #nameOf: (parameter: string) => string
  #encoder: Promise<Compiled> | null = null
  #decoder: Promise<Compiled> | null = null

  /** @param nameOf where the state holds each parameter */
  constructor(config: RunConfig, engine: Engine, state: State, nameOf: (parameter: string) => string) {
    this.config = config
    this.#engine = engine
    this.#state = state
    this.#nameOf = nameOf
  }

  /** Numbers in the latents of one picture, h · h · C. */
  get latentSize(): number {
    return latentSide(this.config) ** 2 * this.config.autoencoder.latentChannels
  }

  async encode(pictures: readonly Picture[]): Promise<Encoded[]> {
    const { image: { size }, autoencoder: { kind } } = this.config
    this.#encoder ??= this.#engine.compile(this.#program('encode', { pictures: { shape: [atOnce, size, size, 3], dtype: 'float32' } }, (x, p) => encodePictures(x['pictures']!, p, this.config.autoencoder)))
    const side = latentSide(this.config)
    const out = await this.#inChunks(await this.#encoder, 'pictures', pictures, size * size * 3, writePixels)
    return pictures.map((_, i) => ({
      latents: out('latents', i, this.latentSize) as Float32Array,
      codes: kind === 'vq' ? (out('codes', i, side * side) as Int32Array) : null,
      kl: kind === 'vae' ? out('kl', i, 1)[0]! : null,
    }))
  }

  /** Its shapes were compared when its weights were loaded. */
  async open(): Promise<void> {}

  async statedScale(): Promise<null> {
    return null
  }

  async latents(pictures: readonly Picture[]): Promise<Float32Array[]> {
    return (await this.encode(pictures)).map(({ latents }) => latents)
  }

  async codes(pictures: readonly Picture[]): Promise<Int32Array[]> {
    return (await this.encode(pictures)).map(({ codes }) => codes!)
  }

  async decode(latents: readonly Float32Array[]): Promise<Picture[]> {
    const { image: { size }, autoencoder: { latentChannels } } = this.config
    const side = latentSide(this.config)
    this.#decoder ??= this.#engine.compile(this.#program('decode', { latents: { shape: [atOnce, side, side, latentChannels], dtype: 'float32' } }, (x, p) => ({ pictures: decodeLatents(x['latents']!, p, this.config.autoencoder) })))
    const out = await this.#inChunks(await this.#decoder, 'latents', latents, this.latentSize, (values, into) => into.set(values))
    return latents.map((_, i) => pictureOf(out('pictures', i, size * size * 3) as Float32Array, size))
  }

  async decodeCodes(codes: readonly Int32Array[]): Promise<Picture[]> {
    const { codebook, latentChannels } = this.config.autoencoder
    const name = this.#nameOf('codebook')
    const { data } = (await this.#state.read([name]))[name]!
    return this.decode(codes.map((numbers) => {
      const latents = new Float32Array(numbers.length * latentChannels)
      numbers.forEach((code, i) => {
        if (code < 0 || code >= codebook) throw new Error(`code ${code} is outside 0 … ${codebook - 1}`)
        latents.set((data as Float32Array).subarray(code * latentChannels, (code + 1) * latentChannels), i * latentChannels)
      })
      return latents
    }))
  }

  async dispose(): Promise<void> {
    for (const compiled of [this.#encoder, this.#decoder]) await (await compiled)?.dispose()
    this.#encoder = this.#decoder = null
  }

  #program(name: string, inputs: Specs, run: (x: Tensors, p: Tensors) => Tensors): Program {
    const specs = autoencoderSpecs(this.config.autoencoder)
    return {
      name, inputs,
      state: Object.fromEntries(specs.map(({ name, shape }) => [this.#nameOf(name), { shape, dtype: 'float32' }])),
      run: (x, state) => ({ outputs: run(x, Object.fromEntries(specs.map(({ name }) => [name, state[this.#nameOf(name)]!]))) }),
    }
  }

  /** Runs a program over items, `atOnce` at a time. @returns the part of an output that belongs to item i */
  async #inChunks<Item>(compiled: Compiled, input: string, items: readonly Item[], size: number, write: (item: Item, into: Float32Array) => void): Promise<(output: string, i: number, size: number) => HostTensor['data']> {
    const outputs: Record<string, HostTensor>[] = []
    for (let start = 0; start < items.length; start += atOnce) {
      const fed = new Float32Array(atOnce * size)
      items.slice(start, start + atOnce).forEach((item, i) => write(item, fed.subarray(i * size, (i + 1) * size)))
      outputs.push(await compiled.run({ [input]: fed }, this.#state))
    }
    return (output, i, own) => outputs[Math.floor(i / atOnce)]![output]!.data.slice((i % atOnce) * own, (i % atOnce + 1) * own)
  }
}
