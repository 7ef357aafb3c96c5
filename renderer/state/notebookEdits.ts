import type { Cell } from '../../protocol/notebook.ts'
import { cellIndex, type Mode, type NotebookState } from './notebook.ts'

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
    bin: [...notebook.bin, { cell, index, state: notebook.states[id] }],
  }
}

/** Brings the last deleted cell back to where it was. */
export const undoDelete = (notebook: NotebookState): NotebookState => {
  const last = notebook.bin.at(-1)
  if (!last) return notebook
  const back = insertCell({ ...notebook, bin: notebook.bin.slice(0, -1) }, Math.min(last.index, notebook.cells.length), last.cell, 'command')
  return last.state ? { ...back, states: { ...back.states, [last.cell.id]: last.state } } : back
}

export const moveCell = (notebook: NotebookState, id: string, by: number): NotebookState => {
  const from = cellIndex(notebook, id)
  const to = from + by
  const cell = notebook.cells[from]
  if (!cell || to < 0 || to >= notebook.cells.length) return notebook
  return edited(notebook, notebook.cells.toSpliced(from, 1).toSpliced(to, 0, cell))
}

export const setKind = (notebook: NotebookState, id: string, kind: Cell['kind']): NotebookState =>
  notebook.cells.some((cell) => cell.id === id && cell.kind !== kind)
    ? edited(notebook, notebook.cells.map((cell) => (cell.id === id ? { ...cell, kind } : cell)))
    : notebook

const edited = (notebook: NotebookState, cells: Cell[]): NotebookState =>
  ({ ...notebook, cells, save: notebook.save.kind === 'saving' ? notebook.save : { kind: 'changed' } })
