import { useCallback } from 'react'
import { editCell } from '../actions/cells.ts'
import { useLab } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import { CellEditor } from '../editor/CellEditor.tsx'
import { Markdown } from '../markdown/Markdown.tsx'
import { selectCell, setSource } from '../state/notebookEdits.ts'
import type { InputProps } from './inputProps.ts'

/** A text cell: rendered, or its Markdown while it is edited. */
export const MarkdownInput = ({ session, cell, selected, editing }: InputProps) => {
  const lab = useLab()
  const onChange = useCallback((source: string) => changeNotebook(lab, (now) => setSource(now, cell.id, source)), [lab, cell.id])
  if (selected && editing) {
    return <div className="cell-input"><CellEditor session={session} cell={cell} focused caret={null} onChange={onChange} /></div>
  }
  return (
    <div onClick={() => changeNotebook(lab, (now) => selectCell(now, cell.id))} onDoubleClick={() => editCell(lab, cell.id)}>
      {cell.source.trim() === '' ? <p className="markdown-empty">Empty text cell: double-click or press Enter to write.</p> : <Markdown source={cell.source} />}
    </div>
  )
}
