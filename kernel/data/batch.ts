import { hasImages, hasPatches, patchesPerImage, picturesPerDocument, type RunConfig } from '../../protocol/config/index.ts'
import type { BatchShape } from '../model/transfusion.ts'
import { patchVector } from '../model/parameters.ts'
import { none, type LaidItem } from './laidDocument.ts'
import { MaskBias } from './maskBias.ts'
import type { PackedSequence } from './packing.ts'
import { outlineOf } from './positions.ts'
import { rotaryAxes, rotaryPositions } from './rotaryPlaces.ts'
import { specials, vocabularySize } from './tokenizer.ts'

/** A batch as the model is fed it (see `modelInputs`, `lossInputs`), and what is in it. */
export interface Batch {
  inputs: Record<string, Float32Array | Int32Array>
  /** The images, in the order of their places. */
  images: LaidItem[]
  textTokens: number
  patches: number
}

/** How the image at a place is shown to the model and what it has to say about it. */
export type ImageFiller = (image: LaidItem, patches: Float32Array, target: Float32Array) => number

/** The most documents that share a sequence, and the sizes of a training batch. */
export const trainingShape = (config: RunConfig): BatchShape & { most: number } => {
  const { batch } = config.train
  const { sequenceLength: length, packing, name } = config.data
  const n = patchesPerImage(config)
  const imageAlone = config.baseline === 'imageOnly'
  const withImage = imageAlone ? n : n + 3
  const most = packing ? Math.max(1, Math.floor(length / (hasImages(config) ? withImage : 2))) : 1
  const imageInEach = hasPatches(config) && (name === 'shapes' || name === 'folder')
  return {
    batch, length, most,
    images: hasPatches(config) ? batch * mostImages(config) : 0,
    texts: imageAlone ? 1 : batch * (imageInEach ? length - n : length),
  }
}

/** The most images that one training sequence holds. */
const mostImages = (config: RunConfig): number => {
  const { sequenceLength: length, packing } = config.data
  const n = patchesPerImage(config)
  if (config.baseline === 'imageOnly') return packing ? Math.max(1, Math.floor(length / n)) : 1
  // A document is ⟨eot⟩ and, for each image, ⟨BOI⟩ patches ⟨EOI⟩; the rest of a sequence may hold part of one more.
  const each = picturesPerDocument(config), document = 1 + each * (n + 2)
  const inRoom = (room: number): number => Math.max(0, Math.min(each, Math.floor((room - 1) / (n + 2))))
  return Math.max(1, packing ? Math.floor(length / document) * each + inRoom(length % document) : inRoom(length))
}

/** Puts packed sequences into the arrays that the model is fed. */
export class Batcher {
  readonly #config: RunConfig
  readonly #shape: BatchShape
  readonly #bias: MaskBias

  constructor(config: RunConfig, shape: BatchShape) {
    this.#config = config
    this.#shape = shape
    this.#bias = new MaskBias(config)
  }

  /**
   * @param fill writes an image's noisy patches and their target, and returns its time t / T
   * @throws when the sequences hold more images or predicted tokens than the shape has places for
   */
  assemble(sequences: readonly PackedSequence[], fill: ImageFiller): Batch {
    const { batch, length, images: places, texts } = this.#shape
    const source = new Int32Array(batch * length).fill(specials.padding)
    const bias = new Float32Array(batch * length * length)
    const textAt = new Int32Array(texts), textTarget = new Int32Array(texts), textWeight = new Float32Array(texts)
    const n = patchesPerImage(this.#config), vector = patchVector(this.#config)
    const patches = new Float32Array(places * n * vector), imageTarget = new Float32Array(places * n * vector)
    const time = new Float32Array(places), imageWeight = new Float32Array(places), imageAt = new Int32Array(places * n)
    const images: LaidItem[] = []
    let said = 0, textTokens = 0
    sequences.forEach((sequence, b) => {
      const used = sequence.reduce((sum, { tokens }) => sum + tokens.length, 0)
      if (used > length) throw new Error(`a sequence holds ${used} elements; there is room for ${length}`)
      let at = b * length
      for (const document of sequence) {
        document.tokens.forEach((token, i) => {
          if (token !== none) {
            source[at + i] = token
            textTokens++
          }
          if (document.targets[i] === none) return
          textAt[said] = at + i
          textTarget[said] = document.targets[i]!
          textWeight[said++] = 1
        })
        for (const item of document.items) {
          const place = images.push(item) - 1
          if (place >= places) continue
          const range = [place * n * vector, (place + 1) * n * vector] as const
          time[place] = fill(item, patches.subarray(...range), imageTarget.subarray(...range))
          imageWeight[place] = item.condition ? 0 : 1
          for (let i = 0; i < n; i++) {
            imageAt[place * n + i] = at + item.at + i
            source[at + item.at + i] = vocabularySize + place * n + i
          }
        }
        at += document.tokens.length
      }
    })
    this.fillBias(sequences, time, bias)
    if (said > texts || (places > 0 && images.length > places)) throw new Error(`a batch holds ${images.length} images and ${said} predicted tokens; there is room for ${places} and ${texts}`)
    const text = { source, bias, textAt, textTarget, textWeight, ...this.#position(sequences) }
    return {
      inputs: places > 0 ? { ...text, patches, time, imageAt, imageTarget, imageWeight } : text,
      images, textTokens, patches: places > 0 ? images.length * n : 0,
    }
  }

  /** Rotary places, where they are not the index; padding sequences stay at 0. */
  #position(sequences: readonly PackedSequence[]): { position?: Int32Array } {
    if (this.#config.model.rope === 'sequence') return {}
    const { batch, length } = this.#shape, axes = rotaryAxes(this.#config)
    const position = new Int32Array(axes * batch * length)
    sequences.forEach((sequence, b) => {
      const own = rotaryPositions(outlineOf(sequence), length, this.#config)
      for (let axis = 0; axis < axes; axis++) position.set(own.subarray(axis * length, (axis + 1) * length), (axis * batch + b) * length)
    })
    return { position }
  }

  /** Whether the mask depends on the noise of images, so that it changes with their time. */
  get maskReadsNoise(): boolean {
    return this.#bias.readsNoise
  }

  /** Writes the mask of sequences whose images are at the given times t / T. @param bias [B, 1, T, T] */
  fillBias(sequences: readonly PackedSequence[], time: Float32Array, bias: Float32Array): void {
    const { length } = this.#shape
    let place = 0
    sequences.forEach((sequence, b) => {
      const images = sequence.reduce((sum, { items }) => sum + items.length, 0)
      bias.set(this.#bias.of(outlineOf(sequence, time.subarray(place, place + images)), length), b * length * length)
      place += images
    })
  }
}
