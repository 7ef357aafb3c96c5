import type { CheckpointRecord } from '../../protocol/records.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { notify } from '../actions/notices.ts'
import { formatBytes, formatCount } from '../format/numbers.ts'
import { Icon } from '../ui/Icon.tsx'

const none: CheckpointRecord[] = []

/** Where the weights are, to take them away. */
export const Checkpoints = ({ run }: { run: string }) => {
  const lab = useLab()
  const checkpoints = useLabState((state) => state.checkpoints[run] ?? none)
  const last = checkpoints.at(-1)
  if (!last) return <p className="soft small">No checkpoint yet.</p>
  const copy = (path: string): void => {
    navigator.clipboard.writeText(path).then(
      () => notify(lab.store, 'info', 'The path of the checkpoint is copied.'),
      () => notify(lab.store, 'error', `The clipboard is not allowed here; the path is ${path}`),
    )
  }
  return (
    <div>
      {[...checkpoints].reverse().map(({ step, directory, bytes, kind }) => (
        <div key={step} className="row small" style={{ minHeight: 26 }}>
          <span style={{ minWidth: 90 }}>step {formatCount(step)}{kind === 'last' && ', last'}</span>
          <span className="faint">{formatBytes(bytes)}</span>
          <span className="mono ellipsis" title={directory}>{directory}</span>
          <button type="button" className="quiet" onClick={() => copy(directory)}><Icon name="copy" />Copy path</button>
        </div>
      ))}
    </div>
  )
}
