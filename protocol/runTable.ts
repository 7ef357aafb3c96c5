import { z } from 'zod'
import { InputError } from './errors.ts'

/** Most characters of a run's notes. */
export const notesLimit = 20_000

/** A tag: one word that a filter can name without quotes. */
export const tagSchema = z.string().regex(/^[^\s()=!<>~:"'≤≥≠,]{1,60}$/u)

/**
 * The tags in what somebody wrote, apart by spaces or commas.
 * @throws InputError at one that cannot be a tag
 */
export const parseTags = (text: string): string[] => {
  const words = text.split(/[\s,]+/).filter(Boolean)
  const bad = words.find((word) => !tagSchema.safeParse(word).success)
  if (bad !== undefined) throw new InputError(`"${bad}" cannot be a tag; a tag is a word of at most 60 letters without brackets, quotes and = ! < > ~ :`)
  return [...new Set(words)]
}

/** What the run table shows: which runs, in which order, by which columns. */
export const runTableViewSchema = z.strictObject({
  filter: z.string().max(2000),
  /** Field to sort by. */
  order: z.strictObject({ field: z.string().min(1).max(200), descending: z.boolean() }),
  /** Fields that are columns, in order. */
  columns: z.array(z.string().min(1).max(200)).min(1).max(200),
  /** In place of the settings among the columns stand those in which the runs shown differ, whichever they are. */
  differs: z.literal(true).optional(),
})

export type RunTableView = z.output<typeof runTableViewSchema>

export interface SavedView {
  name: string
  view: RunTableView
}

/** Last values of metrics by run: `values[key][i]` is of `runs[i]`, null where it was not measured. */
export interface RunFigures {
  runs: string[]
  values: Record<string, (number | null)[]>
  /** Every metric that any run has. */
  known: string[]
}

/** What a query of the database gave. */
export interface QueryResult {
  columns: string[]
  rows: (string | number | null)[][]
  /** There were more rows than are given. */
  cut: boolean
  milliseconds: number
}

/** Most rows that a query gives. */
export const queryRows = 2000
/** Milliseconds after which a query is ended. */
export const queryTime = 5000
