import type { RunConfig } from '../../../protocol/config/index.ts'
import type { BitMatrix } from '../../../protocol/inspection/index.ts'
import { ItemPlaces } from '../../data/itemPlaces.ts'
import { none } from '../../data/laidDocument.ts'
import { hidden } from '../../data/maskBias.ts'
import type { Outline } from '../../data/positions.ts'
import { rotaryAxes, rotaryPositions } from '../../data/rotaryPlaces.ts'
import { specials } from '../../data/tokenizer.ts'
import { modalitiesOf } from '../../model/modalities.ts'
import { vocabularyOf } from '../../model/parameters.ts'
import { placesOf } from '../../model/transfusion.ts'
import type { Passage, PassageItem } from './passage.ts'
import type { ReadingShape } from './readingProgram.ts'

/** What a row adds to a pass: the elements from … to − 1 of its passage, under the mask of a sequence that may be longer. */
export interface Span {
  row: number
  passage: Passage
  from: number
  to: number
  seen: BitMatrix
}

type Inputs = Record<string, Float32Array | Int32Array>

export const itemsIn = ({ passage, from, to }: Pick<Span, 'passage' | 'from' | 'to'>): PassageItem[] =>
  passage.items.filter(({ at }) => at >= from && at < to)

/** A passage as masks see it; what it has not reached yet, up to `length`, is taken for text. */
export const outlineOfPassage = ({ items }: Passage, length: number): Outline =>
  [{ length, items: items.map(({ modality, at, rows, cols, time }) => ({ modality, at, rows, cols, noise: time })) }]

export interface PassInputs {
  spans: readonly Span[]
  inputs: Inputs
  /** Writes patches and times of the items as they are now into the inputs; all else stays. */
  showItems(): void
}

/** Whether two passes show the same elements under the same mask, so that only patches and times of items may differ. */
export const sameSpans = (a: readonly Span[], b: readonly Span[]): boolean =>
  a.length === b.length && a.every(({ row, passage, from, to, seen }, i) => {
    const other = b[i]!
    return row === other.row && passage === other.passage && from === other.from && to === other.to && seen === other.seen
  })

/** What the model is fed of spans of passages (see `readingInputs`), without the keys and values of what came before. */
export const passInputs = (config: RunConfig, shape: ReadingShape, spans: readonly Span[]): PassInputs => {
  const { batch, length, cached } = shape
  const width = cached + length, axes = rotaryAxes(config)
  const source = new Int32Array(batch * length).fill(specials.padding), position = new Int32Array(axes * batch * length), textAt = new Int32Array(batch)
  const bias = new Float32Array(batch * length * width).fill(hidden)
  for (let i = 0; i < batch * length; i++) bias[i * width + cached + (i % length)] = 0 // padding sees itself
  const places = itemPlaces(config, shape)
  for (const span of spans) {
    const { row, passage, from, to, seen } = span
    const start = row * length
    const standing = config.model.rope === 'sequence' ? null : rotaryPositions(outlineOfPassage(passage, seen.length), seen.length, config)
    textAt[row] = start + to - 1 - from
    for (let q = from; q < to; q++) {
      const i = start + q - from
      for (let axis = 0; axis < axes; axis++) position[axis * batch * length + i] = standing ? standing[axis * seen.length + q]! : q
      if (passage.tokens[q] !== none) source[i] = passage.tokens[q]!
      // What is kept lies in its own slots, what is new after all of them.
      for (let k = 0; k < to; k++) if (seen.has(q, k)) bias[i * width + (k < from ? k : cached + k - from)] = 0
    }
    for (const item of itemsIn(span)) places[item.modality]!.add({ ...item, condition: false }, start - from, source, (_, patches) => (patches.set(item.patches), item.time))
  }
  const inputs: Inputs = Object.assign({ source, position, bias, textAt }, ...Object.values(places).map((one) => one.inputs()))
  const showItems = (): void => {
    const shown = Object.fromEntries(Object.keys(places).map((name) => [name, 0]))
    for (const item of spans.flatMap(itemsIn)) places[item.modality]!.show(shown[item.modality]!++, item, item.patches, item.time)
  }
  return { spans, inputs, showItems }
}

const itemPlaces = (config: RunConfig, shape: ReadingShape): Record<string, ItemPlaces> => {
  let firstRow = vocabularyOf(config)
  return Object.fromEntries(modalitiesOf(config).flatMap((modality) => {
    const count = placesOf(shape, modality.name)
    if (count === 0) return []
    const places = new ItemPlaces(modality, count, firstRow)
    firstRow += count * modality.patches
    return [[modality.name, places]]
  }))
}
