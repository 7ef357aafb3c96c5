import { useEffect, useRef, useState } from 'react'
import { exportDtypes, exportFormatWords, exportFormats, type ExportDtype, type ExportFormat, type ExportOptions, type ExportResult, type ExportWeights } from '../../protocol/export.ts'
import type { CheckpointRecord, RunRecord } from '../../protocol/records.ts'
import { exportRun, stopExport } from '../actions/exports.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { notify } from '../actions/notices.ts'
import { formatBytes, formatCount } from '../format/numbers.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { PercentProgress } from '../ui/PercentProgress.tsx'

const none: CheckpointRecord[] = []

/** What to write of a run, and where; then how far it is, and what was written. */
export const ExportDialog = ({ run, onClose }: { run: RunRecord; onClose(): void }) => {
  const lab = useLab()
  const checkpoints = useLabState((state) => state.checkpoints[run.id] ?? none)
  const [format, setFormat] = useState<ExportFormat>('safetensors')
  const [dtype, setDtype] = useState<ExportDtype>('fp32')
  const [weights, setWeights] = useState<ExportWeights>(run.config.train.ema > 0 ? 'ema' : 'raw')
  const [step, setStep] = useState<number | null>(null)
  const [out, setOut] = useState('')
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<ExportResult | null>(null)
  // An export goes on when its dialog is closed, and says so when it is done.
  const closed = useRef(false)
  useEffect(() => () => void (closed.current = true), [])
  const write = async (): Promise<void> => {
    setBusy(true)
    setResult(null)
    const written = await exportRun(lab, run, optionsOf(format, dtype, weights, step), out)
    setResult(written)
    setBusy(false)
    if (written && closed.current) notify(lab.store, 'info', `${run.name}, step ${formatCount(written.step)}, is exported to ${written.path}`)
  }
  return (
    <Dialog label={`Export ${run.name}`} onClose={onClose}>
      <div className="dialog-head"><h2>Export {run.name}</h2><IconButton icon="close" label="Close" onClick={onClose} /></div>
      <form className="export-form" onSubmit={(event) => { event.preventDefault(); void write() }}>
        <fieldset disabled={busy}>
          <legend>Format</legend>
          {exportFormats.map((name) => (
            <label key={name} className="export-format">
              <input type="radio" name="format" value={name} checked={format === name} onChange={() => setFormat(name)} />
              <b>{name}</b><span className="soft">{exportFormatWords[name]}</span>
            </label>
          ))}
        </fieldset>
        <div className="row wrap">
          <label className="field">Checkpoint
            <select value={step ?? ''} disabled={busy} onChange={(event) => setStep(event.target.value === '' ? null : Number(event.target.value))}>
              <option value="">the last</option>
              {[...checkpoints].reverse().map((checkpoint) => <option key={checkpoint.step} value={checkpoint.step}>step {formatCount(checkpoint.step)}</option>)}
            </select>
          </label>
          {(format === 'safetensors' || format === 'pytorch') && (
            <label className="field">Numbers
              <select value={dtype} disabled={busy} onChange={(event) => setDtype(exportDtypes.find((name) => name === event.target.value) ?? 'fp32')}>
                {exportDtypes.map((name) => <option key={name}>{name}</option>)}
              </select>
            </label>
          )}
          {format !== 'labrun' && run.config.train.ema > 0 && (
            <label className="field">Weights
              <select value={weights} disabled={busy} onChange={(event) => setWeights(event.target.value === 'raw' ? 'raw' : 'ema')}>
                <option value="ema">averaged (EMA)</option><option value="raw">the optimiser&apos;s own</option>
              </select>
            </label>
          )}
        </div>
        <label className="field">To <input type="text" className="grow" value={out} disabled={busy} placeholder="a new folder in exports of the home" onChange={(event) => setOut(event.target.value)} /></label>
        <ExportOutcome run={run.id} busy={busy} result={result} />
        <div className="row"><span className="spacer" />{busy && <button type="button" className="bordered" onClick={() => void stopExport(lab, run)}>Stop</button>}<button type="submit" className="primary" disabled={busy || checkpoints.length === 0}>{checkpoints.length === 0 ? 'No checkpoint yet' : 'Export'}</button></div>
      </form>
    </Dialog>
  )
}

const optionsOf = (format: ExportFormat, dtype: ExportDtype, weights: ExportWeights, step: number | null): ExportOptions => ({
  format, ...(step === null ? {} : { step }), ...(format === 'labrun' ? {} : { weights }), ...(format === 'safetensors' || format === 'pytorch' ? { dtype } : {}),
})

const ExportOutcome = ({ run, busy, result }: { run: string; busy: boolean; result: ExportResult | null }) => {
  const progress = useLabState((state) => state.progress[run])
  const percent = progress?.stage === 'exporting' ? Math.floor((100 * progress.done) / Math.max(1, progress.total)) : 0
  if (busy) return <PercentProgress percent={percent} label="Progress of the export" beginning="reading the checkpoint" />
  if (!result) return null
  const bytes = result.files.reduce((sum, file) => sum + file.bytes, 0)
  return (
    <p role="status">
      Step {formatCount(result.step)}, {result.files.length} {result.files.length === 1 ? 'file' : 'files'}, {formatBytes(bytes)}, is in <span className="mono" style={{ overflowWrap: 'anywhere', userSelect: 'all' }}>{result.path}</span>
    </p>
  )
}
