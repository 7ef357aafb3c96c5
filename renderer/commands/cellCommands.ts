import { changeNotebook } from '../actions/notebooks.ts'
import { clearOutputs, insertBeside, pinOutput, removeCell, travelText } from '../actions/cells.ts'
import type { Lab } from '../actions/lab.ts'
import { moveCell, moveSelection, setKind, setMode, toggleFold, undoStructure } from '../state/notebookEdits.ts'
import type { NotebookState } from '../state/notebook.ts'
import { inNotebook, onCell, type Command } from './command.ts'

const cells = { group: 'Cells', mode: 'command', when: onCell } as const
const change = (lab: Lab, edit: (notebook: NotebookState, selected: string) => NotebookState): void =>
  changeNotebook(lab, (notebook) => (notebook.selected === null ? notebook : edit(notebook, notebook.selected)))
const withSelected = (lab: Lab, act: (id: string) => void): void => {
  const id = lab.store.get().notebook?.selected
  if (id) act(id)
}

/** What is done to cells. */
export const cellCommands: readonly Command[] = [
  { ...cells, id: 'cell.edit', label: 'Edit the cell', keys: ['Enter'], run: (lab) => changeNotebook(lab, (notebook) => setMode(notebook, 'edit')) },
  { ...cells, id: 'cell.leave', label: 'Leave the cell', keys: ['Escape'], mode: 'edit', run: (lab) => changeNotebook(lab, (notebook) => setMode(notebook, 'command')) },
  { ...cells, id: 'cell.previous', label: 'Go to the cell above', keys: ['k', 'ArrowUp'], run: (lab) => changeNotebook(lab, (notebook) => moveSelection(notebook, -1)) },
  { ...cells, id: 'cell.next', label: 'Go to the cell below', keys: ['j', 'ArrowDown'], run: (lab) => changeNotebook(lab, (notebook) => moveSelection(notebook, 1)) },
  { ...cells, id: 'cell.insertAbove', label: 'Insert a cell above', keys: ['a'], when: inNotebook, run: (lab) => insertBeside(lab, 0, 'code', 'command') },
  { ...cells, id: 'cell.insertBelow', label: 'Insert a cell below', keys: ['b'], when: inNotebook, run: (lab) => insertBeside(lab, 1, 'code', 'command') },
  { ...cells, id: 'cell.delete', label: 'Delete the cell', keys: ['d d'], run: (lab) => withSelected(lab, (id) => removeCell(lab, id)) },
  { ...cells, id: 'cell.undoDelete', label: 'Take back the last cell deleted, moved or turned', keys: ['z'], when: (state) => inNotebook(state) && (state.notebook?.edits.length ?? 0) > 0, run: (lab) => changeNotebook(lab, undoStructure) },
  { ...cells, id: 'cell.undoText', label: 'Take back the last change in the cell', keys: ['Mod+z'], run: (lab) => withSelected(lab, (id) => void travelText(lab, id, 'undo')) },
  { ...cells, id: 'cell.redoText', label: 'Do the change in the cell again', keys: ['Mod+Shift+z', 'Mod+y'], run: (lab) => withSelected(lab, (id) => void travelText(lab, id, 'redo')) },
  { ...cells, id: 'cell.foldCode', label: 'Fold or open the code of the cell', keys: ['h'], run: (lab) => change(lab, (notebook, id) => toggleFold(notebook, id, 'code')) },
  { ...cells, id: 'cell.foldOutput', label: 'Fold or open the output of the cell', keys: ['o'], run: (lab) => change(lab, (notebook, id) => toggleFold(notebook, id, 'output')) },
  { ...cells, id: 'cell.toMarkdown', label: 'Make it a text cell', keys: ['m'], run: (lab) => change(lab, (notebook, id) => setKind(notebook, id, 'markdown')) },
  { ...cells, id: 'cell.toCode', label: 'Make it a code cell', keys: ['y'], run: (lab) => change(lab, (notebook, id) => setKind(notebook, id, 'code')) },
  { ...cells, id: 'cell.moveUp', label: 'Move the cell up', keys: ['Alt+ArrowUp'], run: (lab) => change(lab, (notebook, id) => moveCell(notebook, id, -1)) },
  { ...cells, id: 'cell.moveDown', label: 'Move the cell down', keys: ['Alt+ArrowDown'], run: (lab) => change(lab, (notebook, id) => moveCell(notebook, id, 1)) },
  {
    ...cells, id: 'cell.pin', label: 'Pin the output of the cell, or let go of it', keys: ['p'],
    run: (lab) => withSelected(lab, (id) => void pinOutput(lab, id, lab.store.get().notebook?.states[id]?.pinned === undefined)),
  },
  { ...cells, id: 'cell.clear', label: 'Clear the output of the cell', keys: [], run: (lab) => withSelected(lab, (id) => void clearOutputs(lab, id)) },
]
