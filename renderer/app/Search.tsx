import { useMemo, useState } from 'react'
import { useLab, useLabState } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import { show } from '../actions/runs.ts'
import { selectCell } from '../state/notebookEdits.ts'
import { searchCells, type CellHit } from '../state/searchCells.ts'
import { Dialog } from '../ui/Dialog.tsx'

/** Finds text in sources and outputs of the open notebook, and goes there. */
export const Search = () => {
  const lab = useLab()
  const notebook = useLabState((state) => state.notebook)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const hits = useMemo(() => (notebook ? searchCells(notebook, text) : []), [notebook, text])
  const close = (): void => lab.store.update((now) => ({ ...now, overlay: null }))
  const go = (hit: CellHit | undefined): void => {
    if (!hit) return
    show(lab, { kind: 'notebook' })
    // After the dialog has given the focus back, which the cell then takes.
    setTimeout(() => changeNotebook(lab, (now) => selectCell(now, hit.cell)))
  }
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(hits.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter') go(hits[at])
    else return
    event.preventDefault()
  }
  return (
    <Dialog label="Search in the notebook" wide onClose={close}>
      <input
        className="palette-input" type="text" role="combobox" aria-expanded aria-controls="search-list" aria-activedescendant={hits[at] && `hit-${at}`}
        aria-label="Search in cells and outputs" placeholder="Search in cells and outputs" value={text} autoFocus
        onChange={(event) => { setText(event.target.value); setAt(0) }} onKeyDown={onKeyDown}
      />
      <ul id="search-list" className="palette-list" role="listbox" aria-label="Places">
        {hits.map((hit, i) => (
          <li
            key={i} id={`hit-${i}`} className="palette-item" role="option" aria-selected={i === at}
            ref={(element) => { if (i === at) element?.scrollIntoView({ block: 'nearest' }) }} onMouseMove={() => setAt(i)} onClick={() => go(hit)}
          >
            <span className="label mono ellipsis">{hit.line}</span><span className="faint small">cell {hit.index + 1}{hit.where === 'output' && ', output'}</span>
          </li>
        ))}
        {text.trim() !== '' && hits.length === 0 && <li className="side-empty">Nothing in this notebook has “{text}”.</li>}
      </ul>
    </Dialog>
  )
}
