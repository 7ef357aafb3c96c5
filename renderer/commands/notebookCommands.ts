import { saveNow, saveReport } from '../actions/notebooks.ts'
import { toggleOverlay } from '../actions/overlay.ts'
import { show } from '../actions/runs.ts'
import { inNotebook, type Command } from './command.ts'

/** What is done with notebooks as files. */
export const notebookCommands: readonly Command[] = [
  { id: 'notebook.save', label: 'Save now', group: 'Notebook', keys: ['Mod+s'], mode: 'any', when: inNotebook, run: (lab) => void saveNow(lab) },
  { id: 'notebook.report', label: 'Save as an HTML report', group: 'Notebook', keys: [], mode: 'any', when: inNotebook, run: (lab) => void saveReport(lab) },
  { id: 'view.newNotebook', label: 'New notebook, empty, from a template or a file', group: 'Notebook', keys: [], mode: 'any', run: (lab) => toggleOverlay(lab, 'newNotebook') },
  { id: 'view.history', label: 'History of the notebook', group: 'Notebook', keys: [], mode: 'any', when: ({ notebook }) => notebook !== null, run: (lab) => show(lab, { kind: 'history' }) },
  { id: 'view.search', label: 'Search in cells and outputs', group: 'Notebook', keys: ['Mod+Shift+f'], mode: 'any', when: ({ notebook }) => notebook !== null, run: (lab) => toggleOverlay(lab, 'search') },
  { id: 'view.bin', label: 'Bin of the notebook: cells to bring back', group: 'Notebook', keys: [], mode: 'any', when: ({ notebook }) => notebook !== null, run: (lab) => toggleOverlay(lab, 'bin') },
]
