import type { Cell } from '../../protocol/notebook.ts'
import { clearOutputs, pinOutput, removeCell } from '../actions/cells.ts'
import { useLab } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import { moveCell, setKind } from '../state/notebookEdits.ts'
import { IconButton } from '../ui/IconButton.tsx'

interface CellToolsProps {
  cell: Cell
  index: number
  count: number
  hasOutput: boolean
  pinned: boolean
}

/** Buttons at a cell's corner, for those who do not know the keys. */
export const CellTools = ({ cell, index, count, hasOutput, pinned }: CellToolsProps) => {
  const lab = useLab()
  const code = cell.kind === 'code'
  return (
    <div className="cell-tools" role="toolbar" aria-label={`Cell ${index + 1}`}>
      <IconButton icon={code ? 'text' : 'code'} label={code ? 'Make it a text cell' : 'Make it a code cell'} onClick={() => changeNotebook(lab, (notebook) => setKind(notebook, cell.id, code ? 'markdown' : 'code'))} />
      <IconButton icon="up" label="Move up" disabled={index === 0} onClick={() => changeNotebook(lab, (notebook) => moveCell(notebook, cell.id, -1))} />
      <IconButton icon="down" label="Move down" disabled={index === count - 1} onClick={() => changeNotebook(lab, (notebook) => moveCell(notebook, cell.id, 1))} />
      {code && (pinned || hasOutput) && <IconButton icon="pin" label={pinned ? 'Unpin the output' : 'Pin the output: it stays when the cell runs again'} onClick={() => void pinOutput(lab, cell.id, !pinned)} />}
      {code && hasOutput && <IconButton icon="close" label="Clear output" onClick={() => void clearOutputs(lab, cell.id)} />}
      <IconButton icon="trash" label="Delete cell" onClick={() => removeCell(lab, cell.id)} />
    </div>
  )
}
