import type { Cell } from '../../protocol/notebook.ts'
import { cellIndex, type DeletedCell, type Fold, type Mode, type NotebookState } from './notebook.ts'

/** Operations of the user on an open notebook. Each is pure and leaves a notebook that it does not fit as it was. */

export const selectCell = (notebook: NotebookState, id: string, mode: Mode = 'command'): NotebookState =>
  cellIndex(notebook, id) < 0 || (notebook.selected === id && notebook.mode === mode) ? notebook : { ...notebook, selected: id, mode }

export const setMode = (notebook: NotebookState, mode: Mode): NotebookState =>
  notebook.mode === mode || notebook.selected === null ? notebook : { ...notebook, mode }

/** Selects the cell `by` places away; stays at the ends. */
export const moveSelection = (notebook: NotebookState, by: number): NotebookState => {
  const at = cellIndex(notebook, notebook.selected)
  const to = Math.min(notebook.cells.length - 1, Math.max(0, at + by))
  const cell = notebook.cells[to]
  return cell ? selectCell(notebook, cell.id) : notebook
}

export const setSource = (notebook: NotebookState, id: string, source: string): NotebookState => {
  const before = notebook.cells[cellIndex(notebook, id)]
  if (!before || before.source === source) return notebook
  const next = edited(notebook, notebook.cells.map((cell) => (cell.id === id ? { ...cell, source } : cell)))
  const state = notebook.states[id]
  return state && before.kind === 'code' && state.ended !== null ? { ...next, states: { ...notebook.states, [id]: { ...state, stale: true } } } : next
}

export const insertCell = (notebook: NotebookState, index: number, cell: Cell, mode: Mode): NotebookState => ({
  ...edited(notebook, notebook.cells.toSpliced(index, 0, cell)), selected: cell.id, mode,
})

/** Puts the cell into the bin and selects the one that takes its place. */
export const deleteCell = (notebook: NotebookState, id: string): NotebookState => {
  const index = cellIndex(notebook, id)
  const cell = notebook.cells[index]
  if (!cell) return notebook
  const cells = notebook.cells.toSpliced(index, 1)
  const neighbour = cells[Math.min(index, cells.length - 1)]
  return {
    ...edited(notebook, cells), mode: 'command',
    selected: notebook.selected === id ? neighbour?.id ?? null : notebook.selected,
    edits: [...notebook.edits, { kind: 'deleted', cell, index, state: notebook.states[id] }],
  }
}

/** Brings a deleted cell back to where it was. */
export const bringBack = (notebook: NotebookState, deleted: DeletedCell): NotebookState => {
  if (!notebook.edits.includes(deleted)) return notebook
  const { cell, index, state } = deleted
  const back = insertCell({ ...notebook, edits: notebook.edits.filter((edit) => edit !== deleted) }, Math.min(index, notebook.cells.length), cell, 'command')
  return state ? { ...back, states: { ...back.states, [cell.id]: state } } : back
}

/** Takes back the last change of the cells as a whole: a cell deleted, moved or turned, or all of them replaced. */
export const undoStructure = (notebook: NotebookState): NotebookState => {
  const last = notebook.edits.at(-1)
  if (!last) return notebook
  if (last.kind === 'deleted') return bringBack(notebook, last)
  const rest = { ...notebook, edits: notebook.edits.slice(0, -1) }
  const undone = last.kind === 'moved' ? moveCell(rest, last.id, -last.by) : last.kind === 'kind' ? setKind(rest, last.id, last.was) : replaceCells(rest, last.cells)
  return { ...undone, edits: rest.edits }
}

/** All cells become others, as an earlier version has them. */
export const replaceCells = (notebook: NotebookState, cells: Cell[]): NotebookState => ({
  ...edited(notebook, cells), mode: 'command',
  selected: cells.some(({ id }) => id === notebook.selected) ? notebook.selected : cells[0]?.id ?? null,
  edits: [...notebook.edits, { kind: 'replaced', cells: notebook.cells }],
})

/** Folds a part of a cell away, or opens it. */
export const toggleFold = (notebook: NotebookState, id: string, part: keyof Fold): NotebookState => {
  const before = notebook.folds[id] ?? { code: false, output: false }
  return { ...notebook, folds: { ...notebook.folds, [id]: { ...before, [part]: !before[part] } } }
}

export const moveCell = (notebook: NotebookState, id: string, by: number): NotebookState => {
  const from = cellIndex(notebook, id)
  const to = from + by
  const cell = notebook.cells[from]
  if (!cell || to < 0 || to >= notebook.cells.length) return notebook
  return { ...edited(notebook, notebook.cells.toSpliced(from, 1).toSpliced(to, 0, cell)), edits: [...notebook.edits, { kind: 'moved', id, by }] }
}

export const setKind = (notebook: NotebookState, id: string, kind: Cell['kind']): NotebookState => {
  const was = notebook.cells[cellIndex(notebook, id)]?.kind
  if (was === undefined || was === kind) return notebook
  return { ...edited(notebook, notebook.cells.map((cell) => (cell.id === id ? { ...cell, kind } : cell))), edits: [...notebook.edits, { kind: 'kind', id, was }] }
}

const edited = (notebook: NotebookState, cells: Cell[]): NotebookState =>
  ({ ...notebook, cells, save: notebook.save.kind === 'saving' || notebook.save.kind === 'changed' ? notebook.save : { kind: 'changed' } })
