import { useLab, useLabState } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import { bringBack } from '../state/notebookEdits.ts'
import { binOf } from '../state/notebook.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'

/** Cells that were deleted since the notebook was opened; older ones are in its history. */
export const Bin = () => {
  const lab = useLab()
  const notebook = useLabState((state) => state.notebook)
  const close = (): void => lab.store.update((state) => ({ ...state, overlay: null }))
  const deleted = notebook ? binOf(notebook) : []
  return (
    <Dialog label="Deleted cells" wide onClose={close}>
      <div className="dialog-head"><h2>Deleted cells</h2><IconButton icon="close" label="Close" onClick={close} /></div>
      <ul className="palette-list">
        {deleted.map((edit) => (
          <li key={edit.cell.id} className="bin-item">
            <pre className="code-static">{edit.cell.source || 'empty cell'}</pre>
            <button type="button" className="bordered" onClick={() => changeNotebook(lab, (now) => bringBack(now, edit))}>Bring back</button>
          </li>
        ))}
        {deleted.length === 0 && <li className="side-empty">No cell has been deleted since the notebook was opened. Older versions are in its history.</li>}
      </ul>
    </Dialog>
  )
}
