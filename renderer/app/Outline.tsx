import { useDeferredValue, useMemo, useState } from 'react'
import { goToCell } from '../actions/cells.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { cellWords } from '../cells/cellWords.ts'
import { outlineOf } from '../state/outline.ts'
import { Icon } from '../ui/Icon.tsx'

/** The open notebook in lines: its headings, and what each code cell is doing. */
export const Outline = () => {
  const [open, setOpen] = useState(false)
  const any = useLabState((state) => state.notebook !== null && state.notebook.cells.length > 0)
  if (!any) return null
  return (
    <details className="outline" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><h2>Outline</h2></summary>
      {open && <Lines />}
    </details>
  )
}

const Lines = () => {
  const lab = useLab()
  // A key is shown in its cell first, and here when there is time.
  const cells = useDeferredValue(useLabState((state) => state.notebook?.cells))
  const states = useLabState((state) => state.notebook?.states)
  const selected = useLabState((state) => state.notebook?.selected)
  const items = useMemo(() => outlineOf(cells ?? []), [cells])
  return (
    <ul className="side-list">
      {items.map(({ cell, kind, level, text }, i) => {
        const state = states?.[cell]
        const words = kind === 'code' && state ? cellWords[state.status] : undefined
        return (
          <li key={i} className={`side-item ${cell === selected ? 'current' : ''} ${kind}`} style={{ paddingLeft: 6 + 10 * (level - 1) }}>
            <button type="button" title={text} onClick={() => goToCell(lab, cell)}>
              <span className={`ellipsis ${kind === 'code' ? 'mono' : ''}`}>{text}</span>
              <span className="spacer" />
              {state?.stale && kind === 'code' && <span className="badge stale">stale</span>}
              {words && <span className={`status ${words.look}`} title={words.word.replace(' after', '')}><Icon name={words.icon} /><span className="visually-hidden">{words.word.replace(' after', '')}</span></span>}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
