import { patchesPerImage } from '../../../protocol/config/index.ts'
import { hidden, MaskBias } from '../../data/maskBias.ts'
import { none, patchesOf } from '../../data/laidDocument.ts'
import { specials, vocabularySize } from '../../data/tokenizer.ts'
import type { HostTensors } from '../../engine/engine.ts'
import { patchVector, vocabularyOf } from '../../model/parameters.ts'
import type { InferenceModel } from '../inferenceModel.ts'
import { emptyKeysValues, keep, type KeysValues } from './keysValues.ts'
import type { Passage, PassageItem } from './passage.ts'
import { pastName, type Asked } from './readingProgram.ts'
import { keepable } from './seenLater.ts'

export interface ReaderOptions {
  /** The most elements of a passage that are worth keeping. */
  room: number
  /** False computes every pass from the whole of the passages. Default true. */
  cache?: boolean
}

/** Text that is yet to come is taken to be this long at a time, so that a mask is evaluated once in as many tokens. */
const horizon = 32

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to

/** What a row adds to a pass: its elements from … to − 1, under the mask of a passage of `length`. */
interface Span {
  row: number
  from: number
  to: number
  bias: Float32Array
  length: number
}

/**
 * Reads passages that grow: what was read stays as keys and values, so that a pass computes new elements only.
 *
 * Kept is what sees nothing after itself. Under masks that let earlier elements see later ones (`bidirectional`), that is
 * little or nothing, and every pass computes the rest again: their meaning changes with what is added. An image that is
 * being drawn is never kept; when it is done, the next pass reads it clean, so the cache holds x_0 and no noisy x_t.
 */
export class Reader {
  readonly passages: readonly Passage[]
  readonly #model: InferenceModel
  readonly #bias: MaskBias
  readonly #keeps: boolean
  readonly #cache: KeysValues
  /** Elements of each passage that are kept. */
  readonly #kept: number[]

  constructor(model: InferenceModel, passages: readonly Passage[], { room, cache = true }: ReaderOptions) {
    this.passages = passages
    this.#model = model
    this.#bias = new MaskBias(model.config)
    this.#keeps = cache
    this.#cache = emptyKeysValues(model.config, passages.length, cache ? roundUp(room, 16) : 0)
    this.#kept = passages.map(() => 0)
  }

  /** Elements of a passage whose keys and values are kept. */
  kept(row: number): number {
    return this.#kept[row]!
  }

  /** The logits [V] of what comes after each of the passages `rows`. */
  async logits(rows: readonly number[] = this.#all): Promise<(row: number) => Float32Array> {
    const spans = rows.map((row) => {
      const end = this.passages[row]!.tokens.length
      return this.#span(row, end, roundUp(end + 1, horizon), end)
    })
    const { logits } = await this.#pass('logits', spans)
    const vocabulary = vocabularyOf(this.#model.config)
    return (row) => (logits!.data as Float32Array).subarray(row * vocabulary, (row + 1) * vocabulary)
  }

  /** What the model predicts [n · P] of the image that ends each of the passages `rows`, as its patches and its time are now. */
  async predictions(rows: readonly number[] = this.#all): Promise<(row: number) => Float32Array> {
    const before = (row: number) => this.passages[row]!.items.at(-1)!.at
    const spans = () => rows.map((row) => this.#span(row, this.passages[row]!.tokens.length, this.passages[row]!.tokens.length, before(row)))
    const unread = spans().map((span) => ({ ...span, to: this.#keepable(span, before(span.row)) })).filter(({ from, to }) => to > from)
    if (unread.length > 0) await this.#pass('keys', unread)
    const { prediction } = await this.#pass('prediction', spans())
    const size = patchesPerImage(this.#model.config) * patchVector(this.#model.config)
    // Every row's own image is the last of those that its span holds.
    const places = placesOf(spans(), this.passages)
    return (row) => (prediction!.data as Float32Array).subarray(places.get(row)! * size, (places.get(row)! + 1) * size)
  }

  get #all(): number[] {
    return this.passages.map((_, row) => row)
  }

  /** What a pass has to compute of a row, after what is kept of it has been cut to what may be. */
  #span(row: number, to: number, length: number, limit: number): Span {
    const { items } = this.passages[row]!
    const bias = this.#bias.of([{ length, items: items.map(({ at, rows, cols, time }) => ({ at, rows, cols, noise: time })) }], length)
    const span = { row, from: 0, to, bias, length }
    // The last element is always computed: the logits after it are asked for.
    this.#kept[row] = Math.min(this.#kept[row]!, this.#keepable(span, Math.min(limit, to - 1)))
    return { ...span, from: this.#kept[row]! }
  }

  /** How many elements of a row may be kept, an image whole or not at all. */
  #keepable({ row, bias, length }: Span, limit: number): number {
    if (!this.#keeps) return 0
    const most = keepable(bias, length, Math.min(limit, this.#cache.slots))
    const cut = this.passages[row]!.items.find((item) => item.at < most && most < item.at + patchesOf(item))
    return cut ? cut.at : most
  }

  async #pass(asked: Asked, spans: readonly Span[]): Promise<HostTensors> {
    const { config } = this.#model
    const batch = this.passages.length
    const longest = Math.max(...spans.map(({ from, to }) => to - from))
    const n = patchesPerImage(config)
    const length = longest === 1 || longest === n ? longest : roundUp(longest, 8)
    const cached = spans.some(({ from }) => from > 0) ? this.#cache.slots : 0
    const shown = spans.reduce((sum, span) => sum + itemsIn(span, this.passages).length, 0)
    const shape = { batch, length, cached, images: shown === 0 ? 0 : roundUp(shown, batch), texts: batch }
    const made = await this.#model.read(asked, shape, { ...this.#inputs(shape, spans), ...(cached > 0 ? this.#past() : {}) })
    if (asked !== 'prediction') this.#keep(made, spans)
    return made
  }

  #past(): Record<string, Float32Array> {
    return Object.fromEntries(Object.entries(this.#cache.tensors).map(([name, values]) => [pastName(name), values]))
  }

  #keep(made: HostTensors, spans: readonly Span[]): void {
    for (const span of spans) {
      const kept = this.#keepable(span, span.to)
      if (kept <= span.from) continue
      keep(this.#cache, made, span.row, span.from, kept - span.from)
      this.#kept[span.row] = kept
    }
  }

  #inputs({ batch, length, cached, images }: { batch: number; length: number; cached: number; images: number }, spans: readonly Span[]): Record<string, Float32Array | Int32Array> {
    const { config } = this.#model
    const n = patchesPerImage(config), size = n * patchVector(config), width = cached + length
    const source = new Int32Array(batch * length).fill(specials.padding), position = new Int32Array(batch * length)
    const bias = new Float32Array(batch * length * width).fill(hidden)
    for (let i = 0; i < batch * length; i++) bias[i * width + cached + (i % length)] = 0 // padding sees itself
    const patches = new Float32Array(images * size), time = new Float32Array(images), imageAt = new Int32Array(images * n), textAt = new Int32Array(batch)
    let place = 0
    for (const { row, from, to, bias: mask, length: whole } of spans) {
      const start = row * length
      textAt[row] = start + to - 1 - from
      for (let q = from; q < to; q++) {
        const i = start + q - from, token = this.passages[row]!.tokens[q]!
        position[i] = q
        if (token !== none) source[i] = token
        bias.set(mask.subarray(q * whole, q * whole + from), i * width)
        bias.set(mask.subarray(q * whole + from, q * whole + to), i * width + cached)
      }
      for (const item of itemsIn({ row, from, to }, this.passages)) {
        patches.set(item.patches, place * size)
        time[place] = item.time
        for (let k = 0; k < n; k++) {
          const i = start + item.at - from + k
          source[i] = vocabularySize + place * n + k
          imageAt[place * n + k] = i
        }
        place++
      }
    }
    return { source, position, bias, textAt, ...(images > 0 ? { patches, time, imageAt } : {}) }
  }
}

const itemsIn = ({ row, from, to }: Pick<Span, 'row' | 'from' | 'to'>, passages: readonly Passage[]): PassageItem[] =>
  passages[row]!.items.filter(({ at }) => at >= from && at < to)

/** The place in a pass of each row's last image. */
const placesOf = (spans: readonly Span[], passages: readonly Passage[]): Map<number, number> => {
  let place = 0
  return new Map(spans.map((span) => [span.row, (place += itemsIn(span, passages).length) - 1]))
}
