import { createNotebook, saveNow, saveReport } from '../actions/notebooks.ts'
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
  { id: 'notebook.create', label: 'New notebook', group: 'Notebook', keys: [], mode: 'any', run: (lab) => void createNotebook(lab, freeName(lab.store.get().notebooks.map(({ name }) => name))) },
]
