import type { Events } from '../../protocol/api.ts'
import type { CellState, SavedNotebook } from '../../protocol/notebook.ts'
import { idleState, type NotebookState, type SaveStatus } from './notebook.ts'
import { shared } from './shared.ts'

/** What the host tells about an open notebook. An event about another notebook changes nothing. */

export const cellChanged = (notebook: NotebookState, { path, cell, state }: Events['cell']): NotebookState =>
  path === notebook.info.path ? withState(notebook, cell, state) : notebook

export const outputAdded = (notebook: NotebookState, { path, cell, output }: Events['output']): NotebookState => {
  if (path !== notebook.info.path) return notebook
  const state = notebook.states[cell] ?? idleState
  return withState(notebook, cell, { ...state, outputs: [...state.outputs, output] })
}

export const outputsCleared = (notebook: NotebookState, cell: string): NotebookState => {
  const state = notebook.states[cell]
  return state ? withState(notebook, cell, { ...state, outputs: [] }) : notebook
}

export const saveStatusChanged = (notebook: NotebookState, save: SaveStatus): NotebookState => ({ ...notebook, save })

/** The host wrote the file, perhaps to a new place: a shipped notebook is copied when it is first changed. */
export const documentSaved = (notebook: NotebookState, { path, modified, revision, states }: Omit<SavedNotebook, 'kind'>, upToDate: boolean): NotebookState => ({
  ...notebook,
  info: path === notebook.info.path ? { ...notebook.info, modified } : { ...notebook.info, path, modified, shipped: false, trusted: true },
  revision,
  states: shared(notebook.states, { ...notebook.states, ...states }),
  save: { kind: upToDate ? 'saved' : 'changed' },
})

const withState = (notebook: NotebookState, cell: string, state: CellState): NotebookState =>
  ({ ...notebook, states: { ...notebook.states, [cell]: shared(notebook.states[cell] ?? state, state) } })
