import type { FieldValue, Figure, RunField } from '../../../protocol/runFilter/index.ts'
import type { RunRecord } from '../../../protocol/records.ts'

/** An axis of the parallel coordinates: a number, from its least to its greatest value, or evenly spaced words. */
export interface ParallelAxis {
  field: RunField
  kind: 'number' | 'words'
  /** Of numbers. */
  least: number
  greatest: number
  /** Of words, from the bottom. */
  words: readonly string[]
}

/** More words than this on an axis cannot be told apart. */
const wordsAtMost = 24

const asWord = (value: FieldValue): string | null => (value === undefined || typeof value === 'number' ? null : Array.isArray(value) ? (value.length === 0 ? null : value.join(' ')) : String(value))

/** The axes among the table's columns: those in which the runs differ. */
export const axesOf = (fields: readonly RunField[], runs: readonly RunRecord[], figure: Figure): ParallelAxis[] =>
  fields.filter(({ name }) => name !== 'name' && name !== 'id').flatMap((field): ParallelAxis[] => {
    const values = runs.map((run) => field.read(run, figure))
    const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
    if (numbers.length > 0) {
      const [least, greatest] = numbers.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
      return least === greatest ? [] : [{ field, kind: 'number', least, greatest, words: [] }]
    }
    const words = [...new Set(values.map(asWord).filter((word) => word !== null))].sort()
    return words.length < 2 || words.length > wordsAtMost ? [] : [{ field, kind: 'words', least: 0, greatest: words.length - 1, words }]
  })

/** Whether a range of the axis can be asked for: the filter takes days and lengths of time as words only. */
export const isBrushable = ({ kind, field }: ParallelAxis): boolean => kind === 'number' && field.kind === 'number'

/** Where a run crosses an axis: 0 at the bottom, 1 at the top; null where it has no value. */
export const placeOnAxis = ({ field, kind, least, greatest, words }: ParallelAxis, run: RunRecord, figure: Figure): number | null => {
  const value = field.read(run, figure)
  const at = kind === 'number' ? value : words.indexOf(asWord(value) ?? '\0')
  return typeof at !== 'number' || !Number.isFinite(at) || (kind === 'words' && at < 0) ? null : (at - least) / (greatest - least)
}

/** The value at a place of a number axis, as short as it can be written and told from its neighbours. */
export const valueAt = ({ least, greatest }: ParallelAxis, place: number): number =>
  Number((least + Math.min(1, Math.max(0, place)) * (greatest - least)).toPrecision(4))
