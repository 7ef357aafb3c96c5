import { pacesOf, queueEnd } from '../../protocol/queue.ts'
import { ask, useLab, useLabState } from '../actions/lab.ts'
import { controlRun } from '../actions/runs.ts'
import { formatTimeLeft } from '../format/time.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { useNow } from '../ui/useNow.ts'
import { CutName } from '../runs/CutName.tsx'
import { useQueue } from '../runs/useQueue.ts'

/** The runs that wait: their order, whether they may start, and when all will be done. */
export const Queue = () => {
  const lab = useLab()
  const runs = useLabState((state) => state.runs)
  const { running, waiting, held } = useQueue()
  const now = useNow(running !== undefined)
  if (waiting.length === 0 && !held) return null
  const { end, unknown } = queueEnd(running, waiting, pacesOf(Object.values(runs)), now)
  const move = (from: number, to: number): void => {
    const ids = waiting.map(({ id }) => id)
    void ask(lab, 'queue.order', { runs: ids.toSpliced(from, 1).toSpliced(to, 0, ids[from]!) })
  }
  return (
    <section className="queue" aria-label="Queue">
      <div className="side-head">
        <h2>Queue ({waiting.length})</h2>
        <button type="button" className="quiet" title={held ? 'Starts what waits' : 'What runs goes on; nothing more is started'} onClick={() => void ask(lab, 'queue.hold', { held: !held })}>{held ? 'Let go' : 'Hold'}</button>
      </div>
      {held && <p className="side-empty">Held: nothing more is started.</p>}
      {!held && waiting.length > 0 && <p className="side-empty small">{unknown === waiting.length + (running ? 1 : 0) ? 'No run like these has finished yet, so their end is not known.' : `All: ${formatTimeLeft(end - now)}${unknown > 0 ? `, and ${unknown} of unknown length` : ''}`}</p>}
      <ol className="side-list">
        {waiting.map((run, i) => (
          <li key={run.id} className="side-item">
            <span className="spacer queued-name" title={run.name}><CutName name={run.name} /></span>
            <IconButton icon="up" label={`Move ${run.name} up`} disabled={i === 0} onClick={() => move(i, i - 1)} />
            <IconButton icon="down" label={`Move ${run.name} down`} disabled={i === waiting.length - 1} onClick={() => move(i, i + 1)} />
            <IconButton icon="close" label={`Take ${run.name} out of the queue`} onClick={() => void controlRun(lab, run, 'stop')} />
          </li>
        ))}
      </ol>
    </section>
  )
}
