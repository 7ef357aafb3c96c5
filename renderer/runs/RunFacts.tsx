import type { RunRecord } from '../../protocol/records.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { useMetrics } from '../charts/useMetrics.ts'
import { formatCount, formatShortCount } from '../format/numbers.ts'
import { formatDuration } from '../format/time.ts'
import { useNow } from '../ui/useNow.ts'
import { timeLeft } from './statusWords.ts'

/** Steps, time and speed in one line. */
export const RunFacts = ({ run }: { run: RunRecord }) => {
  const lab = useLab()
  useMetrics([run.id])
  const preparation = useLabState((state) => state.progress[run.id])
  const now = useNow(run.status === 'running')
  const speed = lab.metrics.last(run.id, 'train.elementsPerSecond')
  const left = timeLeft(run, now)
  return (
    <div className="run-facts">
      <span>step {formatCount(run.step)} / {formatCount(run.config.train.steps)}</span>
      {run.status === 'preparing' && preparation && <span>{preparation.stage}{preparation.total > 1 && ` ${formatCount(preparation.done)} / ${formatCount(preparation.total)}`}</span>}
      {left && <span>{left}</span>}
      {run.started !== null && run.ended !== null && <span>took {formatDuration(run.ended - run.started)}</span>}
      {speed !== undefined && Number.isFinite(speed) && <span>{formatShortCount(speed)} elements/s</span>}
      {run.parameters !== null && <span>{formatShortCount(run.parameters)} parameters</span>}
      {run.engine && <span>{run.engine.engine}</span>}
    </div>
  )
}
