import type { RunRecord } from '../../protocol/records.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { ProgressBar } from './ProgressBar.tsx'
import { RunBody } from './RunBody.tsx'
import { RunControls } from './RunControls.tsx'
import { RunFacts } from './RunFacts.tsx'
import { RunNotes } from './RunNotes.tsx'
import { RunName } from './RunName.tsx'
import { RunRemarks } from './RunRemarks.tsx'
import { StatusMark } from './StatusMark.tsx'

/** One run as it goes: what it is doing, how it learns, what it draws, and what can be done with it. */
export const RunCard = ({ run }: { run: RunRecord }) => (
  <article className="run-card" aria-label={`Run ${run.name}, ${run.status}`}>
    <div className="run-head">
      <div className="row">
        <StatusMark status={run.status} />
        <RunName run={run} />
        <span className="spacer" />
        <ExportButton run={run} />
        <RunControls run={run} />
      </div>
      {run.status !== 'finished' && <ProgressBar run={run} />}
      <RunFacts run={run} />
      <RunNotes run={run} />
      {run.reason && <p className={run.status === 'cancelled' ? 'soft' : 'run-reason'}>{run.reason}</p>}
      <RunRemarks run={run} />
    </div>
    <RunBody run={run} />
  </article>
)
