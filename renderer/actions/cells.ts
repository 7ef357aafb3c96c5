import { messageOf } from '../../protocol/errors.ts'
import type { Cell } from '../../protocol/notebook.ts'
import { binOf, cellIndex, selectedCell, type Mode } from '../state/notebook.ts'
import { bringBack, deleteCell, insertCell, moveSelection, selectCell, setMode, setSource } from '../state/notebookEdits.ts'
import { outputsCleared } from '../state/notebookEvents.ts'
import { beginStroke, endStroke, syncModels, travelModel } from '../editor/models.ts'
import { loadMonaco } from '../editor/monaco.ts'
import { ask, type Lab } from './lab.ts'
import { notify } from './notices.ts'
import { changeNotebook, trustNotebook } from './notebooks.ts'
import { show } from './runs.ts'

/** An id for a new cell: random, short enough for a file. */
export const newCellId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Saves, then queues the code cells in the given order. The host runs one after the other. */
export const runCells = async (lab: Lab, ids: readonly string[]): Promise<void> => {
  const { notebook } = lab.store.get()
  if (!notebook || !lab.autosave) return
  if (!notebook.info.trusted) {
    notify(lab.store, 'info', 'This notebook was not made here; its code runs once you trust it.', { label: 'Trust it', run: () => void trustNotebook(lab) })
    return
  }
  const code = ids.filter((id) => notebook.cells.some((cell) => cell.id === id && cell.kind === 'code'))
  if (code.length === 0 || !(await lab.autosave.flush())) return
  for (const cell of code) await ask(lab, 'cell.run', { path: lab.autosave.path, cell })
}

/** Runs the selected cell; a text cell is shown instead. */
export const runSelected = (lab: Lab): void => {
  const cell = selected(lab)
  if (!cell) return
  changeNotebook(lab, (notebook) => setMode(notebook, 'command'))
  void runCells(lab, [cell.id])
}

/** Shift+Enter: runs and goes to the next cell, which is made when there is none. */
export const runAndAdvance = (lab: Lab): void => {
  const { notebook } = lab.store.get()
  if (!notebook) return
  const last = cellIndex(notebook, notebook.selected) === notebook.cells.length - 1
  runSelected(lab)
  if (last) insertBeside(lab, 1, 'code', 'edit')
  else changeNotebook(lab, (now) => moveSelection(now, 1))
}

export const runAll = (lab: Lab): void => void runCells(lab, lab.store.get().notebook?.cells.map(({ id }) => id) ?? [])

export const runStale = (lab: Lab): void => {
  const { notebook } = lab.store.get()
  void runCells(lab, notebook?.cells.filter(({ id }) => notebook.states[id]?.stale).map(({ id }) => id) ?? [])
}

/** Makes a cell `by` places after the selected one (0: above it, 1: below it). */
export const insertBeside = (lab: Lab, by: 0 | 1, kind: Cell['kind'], mode: Mode): void =>
  changeNotebook(lab, (notebook) =>
    insertCell(notebook, Math.max(0, cellIndex(notebook, notebook.selected) + by), { id: newCellId(), kind, source: '' }, mode))

export const insertAt = (lab: Lab, index: number, kind: Cell['kind']): void =>
  changeNotebook(lab, (notebook) => insertCell(notebook, index, { id: newCellId(), kind, source: '' }, 'edit'))

/** Deletes without asking: it can be taken back. */
export const removeCell = (lab: Lab, id: string): void => {
  changeNotebook(lab, (notebook) => deleteCell(notebook, id))
  notify(lab.store, 'info', 'Cell deleted.', {
    label: 'Undo',
    // This cell, whatever was moved or deleted since.
    run: () => changeNotebook(lab, (notebook) => {
      const deleted = binOf(notebook).find(({ cell }) => cell.id === id)
      return deleted ? bringBack(notebook, deleted) : notebook
    }),
  })
}

/** Brings the notebook and a cell of it in front. */
export const goToCell = (lab: Lab, id: string): void => {
  show(lab, { kind: 'notebook' })
  changeNotebook(lab, (notebook) => selectCell(notebook, id))
  document.querySelector(`[data-cell="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'start' })
}

export const editCell = (lab: Lab, id: string): void => changeNotebook(lab, (notebook) => selectCell(notebook, id, 'edit'))

/** Takes a change of the text back, or does it again, as the editor would: what a knob wrote is one of them. */
export const travelText = async (lab: Lab, id: string, way: 'undo' | 'redo'): Promise<void> => {
  const { notebook } = lab.store.get()
  if (!notebook) return
  const source = await travelModel(notebook.session, id, way)
  if (source !== null) changeNotebook(lab, (now) => setSource(now, id, source))
}

/** A knob of a cell is held: all that it writes until it is let go is taken back in one step. */
export const holdKnob = (lab: Lab, id: string): void => {
  const { notebook } = lab.store.get()
  if (notebook) beginStroke(notebook.session, id)
}

export const letGoOfKnob = async (lab: Lab): Promise<void> => {
  const monaco = await loadMonaco()
  const { notebook } = lab.store.get()
  // The last that it wrote is one of the step.
  if (notebook) syncModels(monaco, notebook.session, notebook.cells)
  endStroke()
}

export const clearOutputs = async (lab: Lab, id: string): Promise<void> => {
  const path = lab.autosave?.path
  if (path === undefined) return
  await ask(lab, 'cell.clearOutputs', { path, cell: id })
  changeNotebook(lab, (notebook) => outputsCleared(notebook, id))
}

/** Keeps what a cell shows through its later runs, or lets go of what was kept. */
export const pinOutput = async (lab: Lab, id: string, pinned: boolean): Promise<void> => {
  const path = lab.autosave?.path
  if (path !== undefined) await ask(lab, 'cell.pin', { path, cell: id, pinned })
}

export const interrupt = async (lab: Lab): Promise<void> => {
  if (lab.autosave) await ask(lab, 'cell.interrupt', { path: lab.autosave.path })
}

/** Forgets all names that cells have defined; training runs go on. */
export const restart = async (lab: Lab): Promise<void> => {
  if (!lab.autosave) return
  try {
    await lab.connection.request('cell.restart', { path: lab.autosave.path })
    notify(lab.store, 'info', 'Restarted: all names that cells defined are forgotten. Training goes on.')
  } catch (thrown) {
    notify(lab.store, 'error', messageOf(thrown))
  }
}

const selected = (lab: Lab): Cell | undefined => {
  const { notebook } = lab.store.get()
  return notebook ? selectedCell(notebook) : undefined
}
