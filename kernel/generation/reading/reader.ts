import { MaskBias } from '../../data/maskBias.ts'
import { patchesOf } from '../../data/laidDocument.ts'
import { fromPlaces } from '../../data/patchPlaces.ts'
import type { HostTensors } from '../../engine/engine.ts'
import { modalitiesOf } from '../../model/modalities.ts'
import { vocabularyOf } from '../../model/parameters.ts'
import type { InferenceModel } from '../inferenceModel.ts'
import { emptyKeysValues, keep, takeOver, type KeysValues } from './keysValues.ts'
import type { Passage } from './passage.ts'
import { itemsIn, outlineOfPassage, passInputs, sameSpans, type PassInputs, type Span } from './passInputs.ts'
import { pastName, type Asked, type ReadingShape } from './readingProgram.ts'
import { keepable } from './seenLater.ts'

export interface ReaderOptions {
  /** The most elements of a passage that are worth keeping. */
  room: number
  /** Elements of a passage that passes compute beside what is kept, where these are many. Default 0. */
  computed?: number
  /** False computes every pass from the whole of the passages. Default true. */
  cache?: boolean
  /** The lane that makes its passes, see `InferenceModel.lanes`. */
  lane?: number
}

/** Text that is yet to come is taken to be this long at a time, so that a mask is evaluated once in as many tokens. */
const horizon = 32

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to

/**
 * Rounded up, so that passages of about a length share a program, and that the keys which a query sees fill registers. Beginnings as
 * short as the unconditional branch's are of few lengths, and where no slot is left over nothing needs hiding.
 */
const slotsFor = (room: number, computed: number): number => (room < 16 ? room : roundUp(room + computed, 16) - computed)

/**
 * Reads passages that grow: what was read stays as keys and values, so that a pass computes new elements only.
 *
 * Kept is what sees nothing after itself. Under masks that let earlier elements see later ones (`bidirectional`), that is
 * little or nothing, and every pass computes the rest again: their meaning changes with what is added. An item that is
 * being drawn is never kept; when it is done, the next pass reads it clean, so the cache holds x_0 and no noisy x_t.
 */
export class Reader {
  readonly passages: readonly Passage[]
  /** The lane that makes its passes. */
  readonly lane: number | undefined
  readonly #model: InferenceModel
  readonly #mask: MaskBias
  /** Slots of each passage for what is kept. */
  readonly #slots: number
  /** Elements of each passage that are kept. */
  readonly #kept: number[]
  #made: KeysValues | null = null
  /** Of the predictions before: an item is shown again and again as it is denoised. */
  #shown: PassInputs | null = null

  constructor(model: InferenceModel, passages: readonly Passage[], { room, computed = 0, cache = true, lane }: ReaderOptions) {
    this.passages = passages
    this.#model = model
    this.#mask = new MaskBias(model.config)
    this.lane = lane
    this.#slots = cache ? slotsFor(room, computed) : 0
    this.#kept = passages.map(() => 0)
  }

  /** Elements of a passage whose keys and values are kept. */
  kept(row: number): number {
    return this.#kept[row]!
  }

  /** Takes over what another reader of the same model keeps of the same passage, as far as there is room for it. */
  takeOver(row: number, other: Reader, from: number): void {
    const count = Math.min(other.kept(from), this.#slots)
    if (count === 0) return
    takeOver(this.#cache, row, other.#cache, from, count)
    this.#kept[row] = count
  }

  /** Whether all that stands before the items which end the passages may be kept: a prediction then computes these items alone. */
  get keepsContext(): boolean {
    return this.passages.every(({ tokens, items }, row) => {
      const { at } = items.at(-1)!
      return this.#keepable(this.#span(row, tokens.length, tokens.length, at), at) === at
    })
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

  /** What the model predicts [n · P] of the item that ends each of the passages `rows`, all of one modality, as its patches and its time are now. */
  async predictions(rows: readonly number[] = this.#all): Promise<(row: number) => Float32Array> {
    const shown = await this.#readBefore(rows)
    const made = await this.#pass('prediction', shown)
    const modality = modalitiesOf(this.#model.config).find(({ name }) => name === this.passages[rows[0]!]!.items.at(-1)!.modality)!
    const { name, patches, vector } = modality
    // Every row's own item is the last of those that its span holds.
    let place = 0
    const places = new Map(shown.map((span) => [span.row, (place += itemsIn(span).filter(({ modality }) => modality === name).length) - 1]))
    const { data } = made[name]!
    return (row) => fromPlaces((data as Float32Array).subarray(places.get(row)! * patches * vector, (places.get(row)! + 1) * patches * vector), this.passages[row]!.items.at(-1)!, modality)
  }

  /**
   * What a pass is fed that computes the items which end the passages, once all that stands before them has been read.
   * @property patchesAlone whether it computes patches and nothing else, in their order
   * @property seesAll whether its mask hides nothing
   */
  async shown(): Promise<PassInputs & { shape: ReadingShape; patchesAlone: boolean; seesAll: boolean }> {
    const spans = await this.#readBefore(this.#all)
    const shape = this.#shapeOf(spans)
    const uneven = modalitiesOf(this.#model.config).some(({ uneven }) => uneven)
    const patchesAlone = !uneven && spans.every(({ from, to, passage: { items } }) => items.at(-1)!.at === from && patchesOf(items.at(-1)!) === to - from)
    const { inputs, ...others } = passInputs(this.#model.config, shape, spans)
    const seesAll = inputs['bias']!.every((value) => value === 0)
    return { ...others, inputs: { ...inputs, ...(shape.cached > 0 ? this.#past() : {}) }, shape, patchesAlone, seesAll }
  }

  /** Whether what the items see changes with their noise. */
  get readsNoise(): boolean {
    return this.#mask.readsNoise
  }

  /** Reads and keeps what it can of what stands before the items that end passages. @returns what is left to compute */
  async #readBefore(rows: readonly number[]): Promise<Span[]> {
    const before = (row: number) => this.passages[row]!.items.at(-1)!.at
    const spans = () => rows.map((row) => this.#span(row, this.passages[row]!.tokens.length, this.passages[row]!.tokens.length, before(row)))
    const unread = spans().map((span) => ({ ...span, to: this.#keepable(span, before(span.row)) })).filter(({ from, to }) => to > from)
    if (unread.length > 0) await this.#pass('keys', unread)
    return spans()
  }

  /** Made when something is first kept: a reader that only hands its passages on needs none. */
  get #cache(): KeysValues {
    return (this.#made ??= emptyKeysValues(this.#model.config, this.passages.length, this.#slots))
  }

  get #all(): number[] {
    return this.passages.map((_, row) => row)
  }

  /** What a pass has to compute of a row, after what is kept of it has been cut to what may be. */
  #span(row: number, to: number, length: number, limit: number): Span {
    const passage = this.passages[row]!
    const span = { row, passage, from: 0, to, seen: this.#mask.bitsOf(outlineOfPassage(passage, length), length) }
    // The last element is always computed: the logits after it are asked for.
    this.#kept[row] = Math.min(this.#kept[row]!, this.#keepable(span, Math.min(limit, to - 1)))
    return { ...span, from: this.#kept[row]! }
  }

  /** How many elements of a row may be kept, an item whole or not at all. */
  #keepable({ passage, seen }: Span, limit: number): number {
    if (this.#slots === 0) return 0
    const most = keepable(seen, Math.min(limit, this.#slots))
    const cut = passage.items.find((item) => item.at < most && most < item.at + patchesOf(item))
    return cut ? cut.at : most
  }

  #shapeOf(spans: readonly Span[]): ReadingShape {
    const { config } = this.#model
    const batch = this.passages.length
    const longest = Math.max(...spans.map(({ from, to }) => to - from))
    const whole = modalitiesOf(config).some(({ patches }) => patches === longest)
    const length = longest === 1 || whole ? longest : roundUp(longest, 8)
    const cached = spans.some(({ from }) => from > 0) ? this.#slots : 0
    const shown = spans.flatMap(itemsIn)
    const places = (name: string): number => roundUp(shown.filter(({ modality }) => modality === name).length, batch)
    return { batch, length, cached, images: places('image'), waves: places('wave'), texts: batch }
  }

  async #pass(asked: Asked, spans: readonly Span[]): Promise<HostTensors> {
    const { config } = this.#model
    const shape = this.#shapeOf(spans)
    const { inputs } = asked === 'prediction' ? this.#inputsOf(shape, spans) : passInputs(config, shape, spans)
    const made = await this.#model.read(asked, shape, { ...inputs, ...(shape.cached > 0 ? this.#past() : {}) }, this.lane)
    if (asked !== 'prediction') this.#keep(made, spans)
    return made
  }

  #inputsOf(shape: ReadingShape, spans: readonly Span[]): PassInputs {
    if (this.#shown && sameSpans(this.#shown.spans, spans)) this.#shown.showItems()
    else this.#shown = passInputs(this.#model.config, shape, spans)
    return this.#shown
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
}
