import { useCallback, useState } from 'react'
import { editCell } from '../actions/cells.ts'
import { useLab } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import { caretAt } from '../editor/caretAt.ts'
import { CellEditor, type Caret } from '../editor/CellEditor.tsx'
import { StaticCode } from '../editor/StaticCode.tsx'
import { selectCell, setSource } from '../state/notebookEdits.ts'
import type { InputProps } from './inputProps.ts'

/** A code cell's source: the editor while it is selected, coloured text otherwise. */
export const CodeInput = ({ session, cell, selected, editing }: InputProps) => {
  const lab = useLab()
  const [caret, setCaret] = useState<Caret | null>(null)
  const onChange = useCallback((source: string) => changeNotebook(lab, (now) => setSource(now, cell.id, source)), [lab, cell.id])
  if (selected && editing) {
    return <div className="cell-input"><CellEditor session={session} cell={cell} focused={editing} caret={caret} onChange={onChange} /></div>
  }
  return (
    <div
      className="cell-input"
      onClick={(event) => {
        // Selecting text to copy it is not a wish to edit.
        if (window.getSelection()?.isCollapsed === false) return changeNotebook(lab, (now) => selectCell(now, cell.id))
        const code = event.currentTarget.querySelector('code')
        setCaret(code ? caretAt(code, event.clientX, event.clientY) : null)
        editCell(lab, cell.id)
      }}
    >
      <StaticCode source={cell.source} />
    </div>
  )
}
