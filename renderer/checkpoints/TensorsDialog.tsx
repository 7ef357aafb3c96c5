import { useEffect, useState } from 'react'
import type { CheckpointReading, TensorReading } from '../../protocol/checkpoints.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { readTensors } from '../actions/checkpoints.ts'
import { useLab } from '../actions/lab.ts'
import { formatCount, formatNumber } from '../format/numbers.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Histogram } from './Histogram.tsx'

/** Names, shapes, norms and histograms of a checkpoint's tensors, and how each differs from another step's. */
export const TensorsDialog = ({ run, step, steps, onClose }: { run: RunRecord; step: number; steps: readonly number[]; onClose(): void }) => {
  const lab = useLab()
  const [against, setAgainst] = useState<number | null>(null)
  const [filter, setFilter] = useState('')
  const [reading, setReading] = useState<CheckpointReading | null>(null)
  useEffect(() => {
    let gone = false
    setReading(null)
    void readTensors(lab, run.id, step, against).then((found) => !gone && setReading(found))
    return () => {
      gone = true
    }
  }, [lab, run.id, step, against])
  const found = reading?.tensors.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase())) ?? []
  return (
    <Dialog label={`Tensors of step ${step}`} wide onClose={onClose}>
      <div className="dialog-head"><h2>Tensors of step {formatCount(step)}</h2><IconButton icon="close" label="Close" onClick={onClose} /></div>
      <div className="toolbar" style={{ padding: '8px 12px' }}>
        <input type="search" placeholder="Filter by name, such as param/layers.0" aria-label="Filter tensors" value={filter} onChange={(event) => setFilter(event.target.value)} style={{ flex: 1 }} />
        <label className="field">against
          <select value={against ?? ''} onChange={(event) => setAgainst(event.target.value === '' ? null : Number(event.target.value))}>
            <option value="">nothing</option>
            {steps.filter((other) => other !== step).map((other) => <option key={other} value={other}>step {formatCount(other)}</option>)}
          </select>
        </label>
      </div>
      <div className="tensor-list" aria-busy={reading === null}>
        {reading === null ? <p className="soft small" style={{ padding: 12 }}>Reading…</p> : (
          <table className="data">
            <thead><tr><th>tensor</th><th>shape</th><th>norm</th><th>mean ± deviation</th><th>histogram</th>{reading.against !== null && <><th>‖change‖</th><th>relative</th><th>cosine</th></>}</tr></thead>
            <tbody>{found.map((tensor) => <Row key={tensor.name} tensor={tensor} compared={reading.against !== null} />)}</tbody>
          </table>
        )}
        {reading && reading.missing.length > 0 && <p className="small soft" style={{ padding: '0 12px' }}>Only in step {reading.against}: {reading.missing.join(', ')}</p>}
      </div>
    </Dialog>
  )
}

const Row = ({ tensor: { name, shape, norm, mean, deviation, notFinite, least, most, histogram, change }, compared }: { tensor: TensorReading; compared: boolean }) => (
  <tr>
    <td className="mono">{name}</td>
    <td className="mono">{shape.join(' × ') || 'scalar'}</td>
    <td>{formatNumber(norm, 3)}</td>
    <td>{formatNumber(mean, 2)} ± {formatNumber(deviation, 3)}</td>
    <td>{notFinite > 0 ? <b className="run-reason">{formatCount(notFinite)} not finite</b> : <Histogram counts={histogram} least={least} most={most} />}</td>
    {compared && (change
      ? <><td>{formatNumber(change.norm, 3)}</td><td>{formatNumber(change.relative, 3)}</td><td>{formatNumber(change.cosine, 4)}</td></>
      : <td colSpan={3} className="soft">not there</td>)}
  </tr>
)
