import type { RunRecord } from '../../protocol/records.ts'
import { useLab } from '../actions/lab.ts'
import type { LineStyle } from '../charts/colours.ts'
import { useMetrics } from '../charts/useMetrics.ts'
import { formatCount, formatNumber } from '../format/numbers.ts'
import { Icon } from '../ui/Icon.tsx'
import { useNow } from '../ui/useNow.ts'
import { ProgressBar } from './ProgressBar.tsx'
import { RunBody } from './RunBody.tsx'
import { RunControls } from './RunControls.tsx'
import { RunFacts } from './RunFacts.tsx'
import { RunName } from './RunName.tsx'
import { RunRemarks } from './RunRemarks.tsx'
import { StatusMark } from './StatusMark.tsx'
import { Swatch } from './Swatch.tsx'
import { timeLeft } from './statusWords.ts'

interface RunRowProps {
  run: RunRecord
  style: LineStyle
  expanded: boolean
  onToggle(): void
}

const shown = [['train.text', 'text'], ['train.image', 'image'], ['train.wave', 'wave'], ['train.l1', 'L1']] as const

/** One of several runs, in a line; opens to everything about it. */
export const RunRow = ({ run, style, expanded, onToggle }: RunRowProps) => {
  const lab = useLab()
  useMetrics([run.id])
  const now = useNow(run.status === 'running')
  const numbers = shown.flatMap(([key, word]) => {
    const value = lab.metrics.last(run.id, key)
    return value === undefined ? [] : [`${word} ${formatNumber(value)}`]
  })
  return (
    <>
      <div className="run-row">
        <button type="button" className="icon-only" aria-expanded={expanded} aria-label={`${expanded ? 'Close' : 'Open'} ${run.name}`} onClick={onToggle}>
          <span style={{ transform: expanded ? 'rotate(90deg)' : 'none', display: 'grid' }}><Icon name="chevron" /></span>
        </button>
        <Swatch style={style} />
        <span className="row"><RunName run={run} /></span>
        <StatusMark status={run.status} />
        {run.status === 'finished' ? <span className="numbers">{formatCount(run.step)} steps</span> : <ProgressBar run={run} />}
        <span className="numbers time-left">{timeLeft(run, now)}</span>
        <span className="numbers losses">{numbers.join(' · ')}</span>
        <RunControls run={run} compact />
      </div>
      {run.reason && !expanded && <p className="run-reason small" style={{ padding: '2px 12px 6px 42px' }}>{run.reason}</p>}
      {expanded && (
        <div className="run-expanded">
          <div style={{ padding: '8px 12px' }}><RunFacts run={run} />{run.reason && <p className="run-reason">{run.reason}</p>}<RunRemarks run={run} /></div>
          <RunBody run={run} />
        </div>
      )}
    </>
  )
}
