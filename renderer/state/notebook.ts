import type { Cell, CellState, NotebookDocument, NotebookInfo } from '../../protocol/notebook.ts'
import { shared } from './shared.ts'

/** Command mode moves between cells, edit mode types into one. */
export type Mode = 'command' | 'edit'

/** How the file stands to what is shown. */
export type SaveStatus = { kind: 'saved' } | { kind: 'changed' } | { kind: 'saving' } | { kind: 'conflict' | 'error'; message: string }

/** A deleted cell and where it was, so that it can come back. */
export interface DeletedCell {
  kind: 'deleted'
  cell: Cell
  index: number
  state: CellState | undefined
}

/** A change of the cells as a whole, with what is needed to take it back. Typing has the editor's own undo. */
export type StructureEdit =
  | DeletedCell
  | { kind: 'moved'; id: string; by: number }
  | { kind: 'kind'; id: string; was: Cell['kind'] }
  | { kind: 'replaced'; cells: Cell[] }

/** What of a cell is folded away. */
export interface Fold {
  code: boolean
  output: boolean
}

/** An open notebook as the page holds it. */
export interface NotebookState {
  /** Tells one opening of a document from another; stays when a shipped notebook is copied and its path changes. */
  session: number
  info: NotebookInfo
  /** What the file held when it was last read or written here. */
  revision: string
  cells: Cell[]
  states: Record<string, CellState>
  selected: string | null
  mode: Mode
  save: SaveStatus
  /** Changes of the cells as a whole, newest last. */
  edits: StructureEdit[]
  folds: Record<string, Fold>
}

let nextSession = 1

/** The state of a cell that has never run. */
export const idleState: CellState = { status: 'idle', stale: false, started: null, ended: null, outputs: [] }

/** A notebook as it comes from the host; keeps the selection when the same one is read again. */
export const openDocument = ({ cells, states, revision, ...info }: NotebookDocument, before: NotebookState | null): NotebookState => {
  const same = before?.info.path === info.path ? before : null
  const kept = cells.some(({ id }) => id === same?.selected)
  return {
    session: same?.session ?? nextSession++,
    info, revision,
    cells: same ? shared(same.cells, cells) : cells,
    states: same ? shared(same.states, states) : states,
    selected: kept ? same!.selected : (cells.find(({ kind }) => kind === 'code') ?? cells[0])?.id ?? null,
    mode: kept ? same!.mode : 'command',
    save: { kind: 'saved' },
    edits: same?.edits ?? [],
    folds: same?.folds ?? {},
  }
}

/** Where a cell stands, or -1. */
export const cellIndex = (notebook: NotebookState, id: string | null): number => notebook.cells.findIndex((cell) => cell.id === id)

export const selectedCell = (notebook: NotebookState): Cell | undefined => notebook.cells[cellIndex(notebook, notebook.selected)]

/** The deleted cells, newest first. */
export const binOf = ({ edits }: NotebookState): DeletedCell[] => edits.filter((edit) => edit.kind === 'deleted').reverse()

/** Whether two documents would give the same file. */
export const sameCells = (a: readonly Cell[], b: readonly Cell[]): boolean =>
  a === b || (a.length === b.length && a.every((cell, i) => cell.id === b[i]!.id && cell.kind === b[i]!.kind && cell.source === b[i]!.source))
