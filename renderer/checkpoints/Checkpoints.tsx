import { useState } from 'react'
import type { CheckpointRecord, RunRecord } from '../../protocol/records.ts'
import { pinCheckpoint } from '../actions/checkpoints.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { notify } from '../actions/notices.ts'
import { formatBytes, formatCount } from '../format/numbers.ts'
import { Icon } from '../ui/Icon.tsx'
import { FilmStripDialog } from './FilmStripDialog.tsx'
import { PruneDialog } from './PruneDialog.tsx'
import { TensorsDialog } from './TensorsDialog.tsx'

const none: CheckpointRecord[] = []

type Open = { dialog: 'tensors'; step: number } | { dialog: 'prune' | 'film' } | null

/** The checkpoints of a run: where they are, what is in them, which stay. */
export const Checkpoints = ({ run }: { run: RunRecord }) => {
  const lab = useLab()
  const checkpoints = useLabState((state) => state.checkpoints[run.id] ?? none)
  const [open, setOpen] = useState<Open>(null)
  if (checkpoints.length === 0) return <p className="soft small">No checkpoint yet.</p>
  const copy = (path: string): void => {
    navigator.clipboard.writeText(path).then(
      () => notify(lab.store, 'info', 'The path of the checkpoint is copied.'),
      () => notify(lab.store, 'error', `The clipboard is not allowed here; the path is ${path}`),
    )
  }
  const close = (): void => setOpen(null)
  return (
    <div className="checkpoints">
      <div className="row small" style={{ padding: '4px 0' }}>
        <span className="soft">{checkpoints.length} with {formatBytes(checkpoints.reduce((sum, { bytes }) => sum + bytes, 0))}</span>
        <span className="spacer" />
        <button type="button" className="bordered" title="Draws the same prompts from the same noise with every checkpoint" onClick={() => setOpen({ dialog: 'film' })}>Film strip</button>
        <button type="button" className="bordered" title="Shows what a policy would keep, then removes the others" onClick={() => setOpen({ dialog: 'prune' })}>Prune…</button>
      </div>
      {[...checkpoints].reverse().map((checkpoint) => {
        const { step, directory, bytes, kind, pinned } = checkpoint
        return (
          <div key={step} className="row small" style={{ minHeight: 26 }}>
            <span style={{ minWidth: 90 }}>step {formatCount(step)}{kind === 'last' && ', last'}</span>
            <span className="faint" style={{ whiteSpace: 'nowrap' }}>{formatBytes(bytes)}</span>
            <label className="row" style={{ gap: 4 }} title="A pinned checkpoint stays whatever comes"><input type="checkbox" checked={pinned} aria-label={`Pin step ${step}`} onChange={() => void pinCheckpoint(lab, checkpoint)} />pinned</label>
            <span className="mono ellipsis" title={directory}>{directory}</span>
            <button type="button" className="quiet" onClick={() => setOpen({ dialog: 'tensors', step })}><Icon name="table" />Tensors</button>
            <button type="button" className="quiet" onClick={() => copy(directory)}><Icon name="copy" />Copy path</button>
          </div>
        )
      })}
      {open?.dialog === 'tensors' && <TensorsDialog run={run} step={open.step} steps={checkpoints.map(({ step }) => step)} onClose={close} />}
      {open?.dialog === 'prune' && <PruneDialog run={run} onClose={close} />}
      {open?.dialog === 'film' && <FilmStripDialog run={run} onClose={close} />}
    </div>
  )
}
