import { memo } from 'react'
import type { RunRecord } from '../../protocol/records.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { show, toggleInBasket } from '../actions/runs.ts'
import { formatAgo } from '../format/time.ts'
import { CutName } from '../runs/CutName.tsx'
import { ProgressBar } from '../runs/ProgressBar.tsx'
import { shortStatus } from '../runs/statusWords.ts'
import { StatusMark } from '../runs/StatusMark.tsx'
import { isActive } from '../state/runs.ts'

/** A run in the list: tick it to compare, press it to see it. */
export const RunItem = memo(({ run }: { run: RunRecord }) => {
  const lab = useLab()
  const ticked = useLabState((state) => state.basket.includes(run.id))
  const current = useLabState(({ view }) => view.kind === 'run' && view.run === run.id)
  return (
    <li className={`side-item ${current ? 'current' : ''}`}>
      <input type="checkbox" aria-label={`Compare ${run.name}`} checked={ticked} onChange={() => toggleInBasket(lab, run.id)} />
      <button type="button" title={run.reason ?? run.name} onClick={() => show(lab, { kind: 'run', run: run.id })}>
        <span className="two">
          <CutName name={run.name} />
          <span className="row small"><StatusMark status={run.status} words={shortStatus(run)} /><span className="spacer" /><span className="faint">{formatAgo(run.ended ?? run.created, Date.now())}</span></span>
          {isActive(run) && run.status !== 'queued' && <ProgressBar run={run} />}
        </span>
      </button>
    </li>
  )
})
