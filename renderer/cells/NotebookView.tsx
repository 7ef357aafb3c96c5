import { Fragment, useEffect, useState } from 'react'
import { useLabState } from '../actions/lab.ts'
import { useLanguage } from '../editor/useLanguage.ts'
import { CellView } from './CellView.tsx'
import { Minimap } from './Minimap.tsx'
import { InsertBar } from './InsertBar.tsx'

/** The open notebook. */
export const NotebookView = () => {
  const notebook = useLabState((state) => state.notebook)
  const loaded = useLabState((state) => state.loaded)
  useLanguage(useIdle())
  if (!notebook) {
    return loaded ? <div className="empty"><h2>No notebook is open</h2><p>Choose one on the left, or make a new one with the plus there.</p></div> : null
  }
  const { cells, states, selected, mode, info, session, folds } = notebook
  return (
    <div className="notebook" role="region" aria-label={`Notebook ${info.name}`}>
      <Minimap />
      {cells.map((cell, index) => (
        <Fragment key={cell.id}>
          <InsertBar index={index} />
          <CellView
            session={session} cell={cell} fold={folds[cell.id]} state={states[cell.id]} index={index} count={cells.length}
            selected={cell.id === selected} editing={cell.id === selected && mode === 'edit'}
          />
        </Fragment>
      ))}
      {cells.length === 0 && <div className="empty"><h2>An empty notebook</h2><p>Add a code cell, type <span className="mono">{"lab.train({ preset: 'nano' })"}</span> and press Shift+Enter.</p></div>}
      <InsertBar index={cells.length} last />
    </div>
  )
}

/** Whether the page has had a quiet moment since it opened: the time to fetch the editor, before it is asked for. */
const useIdle = (): boolean => {
  const [idle, setIdle] = useState(false)
  useEffect(() => {
    const handle = setTimeout(() => setIdle(true), 300)
    return () => clearTimeout(handle)
  }, [])
  return idle
}
