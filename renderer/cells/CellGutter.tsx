import type { Cell, CellState } from '../../protocol/notebook.ts'
import { interrupt, runCells } from '../actions/cells.ts'
import { useLab } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import { selectCell } from '../state/notebookEdits.ts'
import { IconButton } from '../ui/IconButton.tsx'

/** Left of a code cell: run it, or stop it while it runs. */
export const CellGutter = ({ cell, state }: { cell: Cell; state: CellState }) => {
  const lab = useLab()
  if (cell.kind !== 'code') return <div className="cell-gutter" />
  const run = (): void => {
    changeNotebook(lab, (notebook) => selectCell(notebook, cell.id))
    void runCells(lab, [cell.id])
  }
  return (
    <div className="cell-gutter">
      {state.status === 'running'
        ? <IconButton className="run" icon="stop" label="Interrupt this cell" onClick={() => void interrupt(lab)} />
        : <IconButton className="run" icon="play" label="Run this cell" disabled={state.status === 'queued'} onClick={run} />}
    </div>
  )
}
