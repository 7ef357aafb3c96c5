import { InputError } from '../../../protocol/errors.ts'
import type { Cell, NotebookVersionInfo } from '../../../protocol/notebook.ts'
import type { NotebookVersionTable } from '../../store/notebookVersions.ts'
import { identifyCells, type KnownCell } from './cellIdentity.ts'
import { parseNotebook } from './percentFormat.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How far apart versions of an age are kept: each minute of the last hour, each quarter of the last day, then each day. */
const spacing = (age: number): number => (age < hour ? minute : age < day ? 15 * minute : day)

/**
 * Which versions go when another is added now. The oldest stays, and of those that lie too close the earlier one.
 * @param times in any order
 */
export const versionsToDrop = (times: readonly number[], now: number): number[] => {
  const dropped: number[] = []
  let kept = -Infinity
  for (const at of times.toSorted((a, b) => a - b)) {
    if (at - kept >= spacing(now - at)) kept = at
    else dropped.push(at)
  }
  return dropped
}

/** The history of notebooks: what each save wrote, thinned with age. */
export interface History {
  /** @param before what the file held, kept as the first version; @param after what was just written */
  saved(notebook: string, before: string, after: string): void
  list(notebook: string): NotebookVersionInfo[]
  /** The cells of a version, with the ids of those that are still there. */
  cells(notebook: string, at: number, known: readonly KnownCell[]): Cell[]
}

export const createHistory = (table: NotebookVersionTable, now: () => number = Date.now): History => ({
  saved(notebook, before, after) {
    const time = now()
    const times = table.list(notebook).map(({ at }) => at)
    if (times.length === 0) table.put(notebook, { at: time - 1, text: before }, [])
    table.put(notebook, { at: time, text: after }, versionsToDrop(times, time))
  },
  list: (notebook) => table.list(notebook).map(({ at, text }) => ({ at, cells: parseNotebook(text).cells.length, characters: text.length })),
  cells(notebook, at, known) {
    const version = table.get(notebook, at)
    if (!version) throw new InputError('This version is not kept any more; newer ones took its place. Choose another.')
    return identifyCells(parseNotebook(version.text).cells, known)
  },
})
