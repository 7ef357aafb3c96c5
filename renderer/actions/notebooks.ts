import { messageOf } from '../../protocol/errors.ts'
import type { Events } from '../../protocol/api.ts'
import type { Cell, NotebookDocument } from '../../protocol/notebook.ts'
import { Autosave } from '../state/autosave.ts'
import { openDocument, type NotebookState } from '../state/notebook.ts'
import { replaceCells, undoStructure } from '../state/notebookEdits.ts'
import { documentSaved, saveStatusChanged } from '../state/notebookEvents.ts'
import { freeName } from '../state/freeName.ts'
import { ask, type Lab } from './lab.ts'
import { remember } from './memory.ts'
import { notify } from './notices.ts'
import { saveText } from './takeAway.ts'

const autosaveDelay = 500

/** Changes the open notebook, and tells its saver when the cells changed. */
export const changeNotebook = (lab: Lab, change: (notebook: NotebookState) => NotebookState): void => {
  lab.store.update((state) => {
    if (!state.notebook) return state
    const notebook = change(state.notebook)
    return notebook === state.notebook ? state : { ...state, notebook }
  })
  const { notebook } = lab.store.get()
  if (notebook) lab.autosave?.changed(notebook.cells)
}

/** Opens a notebook; what was typed into the one before is written first. @param inFront whether it is shown as well */
export const openNotebook = async (lab: Lab, path: string, inFront = true): Promise<void> => {
  if (lab.autosave && !(await lab.autosave.flush())) return
  const document = await ask(lab, 'notebook.open', { path })
  if (!document) return
  lab.autosave = saverFor(lab, document)
  lab.store.update((state) => ({ ...state, notebook: openDocument(document, state.notebook), ...(inFront && { view: { kind: 'notebook' } }) }))
  remember('notebook', document.path)
}

/** Reads the open notebook again after a lost connection. What was typed meanwhile wins over the file. */
export const refreshNotebook = async (lab: Lab): Promise<void> => {
  const before = lab.store.get().notebook
  if (!before || !lab.autosave) return
  const document = await ask(lab, 'notebook.open', { path: lab.autosave.path })
  const now = lab.store.get().notebook
  if (!document || !now || now.info.path !== document.path) return
  if (now.save.kind === 'saved') {
    lab.autosave = saverFor(lab, document)
    lab.store.update((state) => ({ ...state, notebook: openDocument(document, state.notebook) }))
  } else {
    changeNotebook(lab, (notebook) => ({ ...notebook, states: { ...notebook.states, ...document.states } }))
    await lab.autosave.flush()
  }
}

/** @param from the notebook whose cells it begins with @returns whether it was made */
export const createNotebook = async (lab: Lab, name: string, from?: string): Promise<boolean> => {
  // The copy is of what is seen, not of what was last written.
  if (from !== undefined && lab.autosave && !(await lab.autosave.flush())) return false
  const made = await ask(lab, 'notebook.create', { name, ...(from !== undefined && { from }) })
  if (made) await openNotebook(lab, made.path)
  return made !== null
}

/** Takes in a notebook from a file of this computer; it runs after it is trusted. */
export const importNotebook = async (lab: Lab, file: File): Promise<boolean> => {
  const made = await ask(lab, 'notebook.import', { name: file.name, text: await file.text() })
  if (made) await openNotebook(lab, made.path)
  return made !== null
}

/** All cells become those of an earlier version; what is there now can be brought back by undo, and from the history. */
export const restoreVersion = (lab: Lab, cells: Cell[]): void => {
  changeNotebook(lab, (notebook) => replaceCells(notebook, cells))
  lab.store.update((state) => ({ ...state, view: { kind: 'notebook' } }))
  notify(lab.store, 'info', 'The earlier version is back.', { label: 'Undo', run: () => changeNotebook(lab, undoStructure) })
}

export const saveNow = async (lab: Lab): Promise<void> => {
  if (await lab.autosave?.flush()) notify(lab.store, 'info', 'Saved.')
}

/** Saves the notebook with its outputs as an HTML file that stands alone. */
export const saveReport = async (lab: Lab): Promise<void> => {
  if (!lab.autosave || !(await lab.autosave.flush())) return
  const report = await ask(lab, 'notebook.report', { path: lab.autosave.path })
  if (report) saveText(`${report.name}.html`, report.html, 'text/html')
}

/** Another window has written the open notebook: what it wrote is read in, unless something typed here is not saved yet. */
export const followSave = async (lab: Lab, { path, revision }: Events['notebook.saved']): Promise<void> => {
  const { notebook } = lab.store.get()
  // A save of this window's own is told before it is answered.
  if (lab.autosave?.path !== path || lab.autosave.revision === revision || notebook?.save.kind !== 'saved') return
  await refreshNotebook(lab)
}

/** Gives up what could not be saved, for what is in the file. */
export const takeOtherVersion = async (lab: Lab): Promise<void> => {
  const path = lab.autosave?.path
  if (path === undefined) return
  lab.autosave = null
  await openNotebook(lab, path)
}

/** Keeps what could not be saved as a notebook of its own; the file stays as the others left it. */
export const saveAsCopy = async (lab: Lab): Promise<void> => {
  const { notebook, notebooks } = lab.store.get()
  if (!notebook) return
  const made = await ask(lab, 'notebook.create', { name: freeName(notebooks.map(({ name }) => name), `${notebook.info.name} (mine)`), from: notebook.info.path })
  const saved = made && (await ask(lab, 'notebook.save', { path: made.path, cells: notebook.cells }))
  if (saved?.kind !== 'saved') return
  lab.autosave = null
  await openNotebook(lab, saved.path)
}

export const trustNotebook = async (lab: Lab): Promise<void> => {
  const { notebook } = lab.store.get()
  if (!notebook) return
  const { path } = notebook.info
  try {
    await lab.connection.request('notebook.trust', { path })
  } catch (thrown) {
    return notify(lab.store, 'error', messageOf(thrown))
  }
  changeNotebook(lab, (now) => (now.info.path === path ? { ...now, info: { ...now.info, trusted: true } } : now))
}

const saverFor = (lab: Lab, { path, cells, revision }: NotebookDocument): Autosave => {
  const ofThis = (change: (notebook: NotebookState) => NotebookState): void =>
    lab.store.update((state) => (state.notebook && lab.autosave === saver ? { ...state, notebook: change(state.notebook) } : state))
  const saver: Autosave = new Autosave({
    path, cells, revision, delay: autosaveDelay,
    write: (to, written, base) => lab.connection.request('notebook.save', { path: to, cells: written, base }),
    onSaving: () => ofThis((notebook) => saveStatusChanged(notebook, { kind: 'saving' })),
    onSaved: (saved, upToDate) => {
      ofThis((notebook) => documentSaved(notebook, saved, upToDate))
      if (saved.path !== path) remember('notebook', saved.path)
    },
    onError: (kind, message) => ofThis((notebook) => saveStatusChanged(notebook, { kind, message })),
  })
  return saver
}
