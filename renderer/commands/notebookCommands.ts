import { saveNow, saveReport } from '../actions/notebooks.ts'
import { toggleOverlay } from '../actions/overlay.ts'
import { show } from '../actions/runs.ts'
import { inNotebook, type Command } from './command.ts'

/** A name that no notebook has yet. */
export const freeName = (taken: readonly string[]): string => {
  const base = 'untitled'
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`
    if (!taken.includes(name)) return name
  }
}

/** What is done with notebooks as files. */
export const notebookCommands: readonly Command[] = [
  { id: 'notebook.save', label: 'Save now', group: 'Notebook', keys: ['Mod+s'], mode: 'any', when: inNotebook, run: (lab) => void saveNow(lab) },
  { id: 'notebook.report', label: 'Save as an HTML report', group: 'Notebook', keys: [], mode: 'any', when: inNotebook, run: (lab) => void saveReport(lab) },
  { id: 'view.newNotebook', label: 'New notebook, empty, from a template or a file', group: 'Notebook', keys: [], mode: 'any', run: (lab) => toggleOverlay(lab, 'newNotebook') },
  { id: 'view.history', label: 'History of the notebook', group: 'Notebook', keys: [], mode: 'any', when: ({ notebook }) => notebook !== null, run: (lab) => show(lab, { kind: 'history' }) },
  { id: 'view.search', label: 'Search in cells and outputs', group: 'Notebook', keys: ['Mod+Shift+f'], mode: 'any', when: ({ notebook }) => notebook !== null, run: (lab) => toggleOverlay(lab, 'search') },
  { id: 'view.bin', label: 'Deleted cells', group: 'Notebook', keys: [], mode: 'any', when: ({ notebook }) => notebook !== null, run: (lab) => toggleOverlay(lab, 'bin') },
]
