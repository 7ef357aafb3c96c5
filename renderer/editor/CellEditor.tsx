import { useEffect, useRef, useState } from 'react'
import type { Cell } from '../../protocol/notebook.ts'
import { loadMonaco } from './monaco.ts'
import { modelOf } from './models.ts'
import { sharedEditor } from './sharedEditor.ts'
import { StaticCode } from './StaticCode.tsx'

/** Where a click landed in the static view, as a place in the text. */
export interface Caret {
  line: number
  column: number
}

interface CellEditorProps {
  session: number
  cell: Cell
  focused: boolean
  caret: Caret | null
  onChange(source: string): void
}

/** The editor, in this cell. Until Monaco has come the cell shows its static view. */
export const CellEditor = ({ session, cell, focused, caret, onChange }: CellEditorProps) => {
  const host = useRef<HTMLDivElement>(null)
  const [ready, setReady] = useState(false)
  const latest = useRef({ cell, onChange, caret, focused })
  latest.current = { cell, onChange, caret, focused }

  useEffect(() => {
    let undo = (): void => undefined
    let gone = false
    void loadMonaco().then((monaco) => {
      const place = host.current
      if (gone || !place) return
      const { editor, element } = sharedEditor(monaco)
      const model = modelOf(monaco, session, latest.current.cell)
      place.append(element)
      editor.setModel(model)
      const layout = (): void => {
        const height = Math.max(36, editor.getContentHeight())
        place.style.height = `${height}px`
        editor.layout({ width: place.clientWidth, height })
      }
      const sized = editor.onDidContentSizeChange(layout)
      const changed = model.onDidChangeContent(() => latest.current.onChange(model.getValue()))
      const resized = new ResizeObserver(layout)
      resized.observe(place)
      setReady(true)
      layout()
      const { caret: at, focused: focusNow } = latest.current
      if (at) editor.setPosition({ lineNumber: at.line, column: at.column })
      if (focusNow) editor.focus()
      undo = () => {
        sized.dispose()
        changed.dispose()
        resized.disconnect()
        if (element.parentElement === place) element.remove()
      }
    })
    return () => {
      gone = true
      undo()
    }
  }, [session, cell.id, cell.kind])

  useEffect(() => {
    if (!ready || !focused) return
    void loadMonaco().then((monaco) => {
      const { editor, element } = sharedEditor(monaco)
      if (element.parentElement === host.current && !editor.hasTextFocus()) editor.focus()
    })
  }, [ready, focused])

  return (
    <div className="cell-editor" data-cell-editor>
      {!ready && <StaticCode source={cell.source} />}
      <div ref={host} />
    </div>
  )
}
