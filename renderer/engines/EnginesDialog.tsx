import { useEffect, useState } from 'react'
import { presets } from '../../protocol/config/index.ts'
import type { EngineTimes } from '../../protocol/engines.ts'
import type { DoctorReport } from '../../protocol/kernelMessages.ts'
import { ask, useLab, useLabState } from '../actions/lab.ts'
import { formatBytes } from '../format/numbers.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { DriverTable } from './DriverTable.tsx'
import { EngineTable } from './EngineTable.tsx'

/** Every engine: whether it works on this machine, what would bring it, and how long a training step takes on it. */
export const EnginesDialog = () => {
  const lab = useLab()
  const [report, setReport] = useState<DoctorReport | null>(null)
  const [times, setTimes] = useState<EngineTimes | null>(null)
  const [busy, setBusy] = useState(false)
  const front = useLabState(({ view, runs }) => (view.kind === 'run' ? runs[view.run] : undefined))
  const [subject, setSubject] = useState(front ? 'run' : 'nano')
  useEffect(() => void ask(lab, 'app.doctor', { trace: false }).then(setReport), [lab])
  const measure = async (): Promise<void> => {
    setBusy(true)
    setTimes(await ask(lab, 'app.measureEngines', { config: subject === 'run' && front ? { ...front.config } : { preset: subject } }))
    setBusy(false)
  }
  const close = (): void => lab.store.update((state) => ({ ...state, overlay: null }))
  return (
    <Dialog label="Engines" wide onClose={close}>
      <div className="dialog-head"><h2>Engines</h2><IconButton icon="close" label="Close" onClick={close} /></div>
      {report === null ? <p className="soft" role="status">Trying each of them …</p> : (
        <div className="engines-body">
          <p className="small soft">{report.cpu.model}, {report.cpu.cores} cores, {formatBytes(report.cpu.memoryBytes)} of memory{report.adapters.map(({ name, driver }) => `; ${name}${driver ? `, driver ${driver}` : ''}`).join('')}.
            A config takes one by <code>engine.name</code>; <code>auto</code> measures them when a run is long enough for it to matter.</p>
          <EngineTable report={report} times={times} />
          {report.drivers.length > 1 && <DriverTable />}
          <div className="row wrap">
            <label className="field">A training step of
              <select value={subject} disabled={busy} onChange={(event) => setSubject(event.target.value)}>
                {front && <option value="run">{front.name}</option>}
                {Object.keys(presets).map((name) => <option key={name} value={name}>{name}</option>)}
              </select>
            </label>
            <button type="button" className="primary" aria-disabled={busy} onClick={() => void (busy || measure())}>Measure all</button>
            {busy && <Measuring />}
            {times && !busy && <span className="small soft" role="status">Timed: {times.step}.</span>}
          </div>
        </div>
      )}
    </Dialog>
  )
}

const Measuring = () => {
  const progress = useLabState((state) => state.progress['engines'])
  return <span className="small soft" role="status">Timing engine {Math.min((progress?.done ?? 0) + 1, progress?.total ?? 1)}{progress && ` of ${progress.total}`} …</span>
}
