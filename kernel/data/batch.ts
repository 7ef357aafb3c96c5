import type { ModalityName, RunConfig } from '../../protocol/config/index.ts'
import { modalitiesOf } from '../model/modalities.ts'
import { vocabularyOf } from '../model/parameters.ts'
import { placesOf, type BatchShape } from '../model/transfusion.ts'
import { ItemPlaces, type ItemFiller } from './itemPlaces.ts'
import { none, type LaidItem } from './laidDocument.ts'
import { MaskBias } from './maskBias.ts'
import type { PackedSequence } from './packing.ts'
import { outlineOf } from './positions.ts'
import { rotaryAxes, rotaryPositions } from './rotaryPlaces.ts'
import { specials } from './tokenizer.ts'

/** A batch as the model is fed it (see `modelInputs`, `lossInputs`), and what is in it. */
export interface Batch {
  inputs: Inputs
  /** The items of each modality, in the order of their places. */
  items: Record<ModalityName, LaidItem[]>
  textTokens: number
  patches: number
}

type Inputs = Record<string, Float32Array | Int32Array>

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
   * @param fill writes an item's noisy patches and their target, and returns its time t / T
   * @throws when the sequences hold more items or predicted tokens than the shape has places for
   */
  assemble(sequences: readonly PackedSequence[], fill: ItemFiller): Batch {
    const { batch, length, texts } = this.#shape
    const source = new Int32Array(batch * length).fill(specials.padding)
    const textAt = new Int32Array(texts), textTarget = new Int32Array(texts), textWeight = new Float32Array(texts)
    const places = this.#places()
    const items: Batch['items'] = { image: [], wave: [] }
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
          items[item.modality].push(item)
          places[item.modality]?.add(item, at, source, fill)
        }
        at += document.tokens.length
      }
    })
    if (said > texts) throw new Error(`a batch holds ${said} predicted tokens; there is room for ${texts}`)
    const shown = Object.values(places)
    const inputs: Inputs = Object.assign({ source, bias: new Float32Array(batch * length * length), textAt, textTarget, textWeight, ...this.#position(sequences) }, ...shown.map((one) => one.inputs()))
    this.fillBias(sequences, inputs)
    return { inputs, items, textTokens, patches: shown.reduce((sum, one) => sum + one.patches, 0) }
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

  /** Whether the mask depends on the noise of items, so that it changes with their time. */
  get maskReadsNoise(): boolean {
    return this.#bias.readsNoise
  }

  /** Writes the mask of sequences whose items are at the times t / T of the inputs into their `bias`, [B, 1, T, T]. */
  fillBias(sequences: readonly PackedSequence[], inputs: Inputs): void {
    const { length } = this.#shape
    const times = Object.fromEntries(modalitiesOf(this.#config).map(({ name, inputs: { time } }) => [name, inputs[time]]))
    const next: Record<ModalityName, number> = { image: 0, wave: 0 }
    sequences.forEach((sequence, b) => {
      const noises = sequence.flatMap(({ items }) => items.map(({ modality }) => times[modality]?.[next[modality]++] ?? 0))
      this.#bias.write(outlineOf(sequence, noises), length, (inputs['bias'] as Float32Array).subarray(b * length * length, (b + 1) * length * length))
    })
  }

  #places(): Partial<Record<ModalityName, ItemPlaces>> {
    let firstRow = vocabularyOf(this.#config)
    return Object.fromEntries(modalitiesOf(this.#config).flatMap((modality) => {
      const count = placesOf(this.#shape, modality.name)
      if (count === 0) return []
      const places = new ItemPlaces(modality, count, firstRow)
      firstRow += count * modality.patches
      return [[modality.name, places]]
    }))
  }
}
