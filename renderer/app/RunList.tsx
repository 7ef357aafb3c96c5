import { useMemo, useState } from 'react'
import { useLab, useLabState } from '../actions/lab.ts'
import { clearBasket, show } from '../actions/runs.ts'
import { newestFirst } from '../state/runs.ts'
import { ImportDialog } from '../exports/ImportDialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { RunItem } from './RunItem.tsx'

/** More would make the page slow; the filter reaches the others. */
const shownAtMost = 200

/** All runs, newest first; ticked ones can be compared. */
export const RunList = () => {
  const lab = useLab()
  const runs = useLabState((state) => state.runs)
  const basket = useLabState((state) => state.basket)
  const loaded = useLabState((state) => state.loaded)
  const [filter, setFilter] = useState('')
  const [importing, setImporting] = useState(false)
  const all = useMemo(() => newestFirst(runs), [runs])
  const found = all.filter(({ name, status }) => `${name} ${status}`.toLowerCase().includes(filter.toLowerCase()))
  return (
    <section className="runs" aria-label="Runs">
      <div className="side-head"><h2>Runs{loaded && all.length > 0 && ` (${all.length})`}</h2><IconButton icon="import" label="Import a run or weights" onClick={() => setImporting(true)} /></div>
      {all.length > 6 && <input className="side-search" type="search" placeholder="Filter by name or status" aria-label="Filter runs" value={filter} onChange={(event) => setFilter(event.target.value)} />}
      {loaded && all.length === 0 && <p className="side-empty">None yet. Run a cell that calls <span className="mono">lab.train</span>.</p>}
      {all.length > 0 && found.length === 0 && <p className="side-empty">No run matches “{filter}”.</p>}
      <ul className="side-list" style={{ flex: 1 }}>
        {found.slice(0, shownAtMost).map((run) => <RunItem key={run.id} run={run} />)}
        {found.length > shownAtMost && <li className="side-empty">{found.length - shownAtMost} older ones: filter to see them.</li>}
      </ul>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
      {basket.length > 0 && (
        <div className="side-foot">
          <button type="button" className={basket.length > 1 ? 'primary' : 'bordered'} disabled={basket.length < 2} onClick={() => show(lab, { kind: 'comparison' })}>
            <Icon name="compare" />{basket.length < 2 ? 'Tick another to compare' : `Compare ${basket.length} runs`}
          </button>
          <button type="button" onClick={() => clearBasket(lab)}>Untick</button>
        </div>
      )}
    </section>
  )
}
