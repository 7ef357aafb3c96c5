import type { RunRecord } from '../../protocol/records.ts'
import { useLabState } from '../actions/lab.ts'
import { runFraction } from '../state/runs.ts'

/** How far a run is; while it prepares, how far its preparation is. */
export const ProgressBar = ({ run }: { run: RunRecord }) => {
  const preparation = useLabState((state) => state.progress[run.id])
  const fraction = run.status === 'preparing' && preparation ? preparation.done / Math.max(1, preparation.total) : runFraction(run)
  return (
    <div className={`progress ${run.status}`} role="progressbar" aria-label={`Progress of ${run.name}`} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(fraction * 100)}>
      <div style={{ width: `${fraction * 100}%` }} />
    </div>
  )
}
