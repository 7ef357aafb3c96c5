import { useState } from 'react'
import { importPath } from '../actions/checkpoints.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { show } from '../actions/runs.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { PercentProgress } from '../ui/PercentProgress.tsx'
import { importing } from '../../protocol/import.ts'

/** Where a bundle or weights lie on the host's disk. */
export const ImportDialog = ({ onClose }: { onClose(): void }) => {
  const lab = useLab()
  const [path, setPath] = useState('')
  const [changes, setChanges] = useState('')
  const [busy, setBusy] = useState(false)
  const progress = useLabState((state) => state.progress[importing])
  const percent = progress ? Math.floor((100 * progress.done) / Math.max(1, progress.total)) : 0
  const bundle = path.trim().endsWith('.labrun')
  const bring = async (): Promise<void> => {
    setBusy(true)
    const imported = await importPath(lab, path, bundle ? '' : changes)
    setBusy(false)
    if (!imported) return
    onClose()
    show(lab, { kind: 'run', run: imported.run })
  }
  return (
    <Dialog label="Import" onClose={onClose}>
      <div className="dialog-head"><h2>Import</h2><IconButton icon="close" label="Close" onClick={onClose} /></div>
      <form className="export-form" onSubmit={(event) => { event.preventDefault(); void bring() }}>
        <label className="field">From <input type="text" className="grow" required value={path} disabled={busy} placeholder="/path/to/run.labrun, weights.safetensors or a folder" onChange={(event) => setPath(event.target.value)} /></label>
        {!bundle && <label className="field">Config <input type="text" className="grow" value={changes} disabled={busy} placeholder="what weights do not say, such as model.heads=6 image.size=32" onChange={(event) => setChanges(event.target.value)} /></label>}
        <p className="soft small">A <b>.labrun</b> comes with record, measurements, pictures, notebook and checkpoint. Weights are those that this app exports, its checkpoints, or the state dict of lucidrains/transfusion-pytorch or VachanVY/Transfusion.torch as safetensors.</p>
        {busy && <PercentProgress percent={percent} label="Progress of the import" beginning="reading" />}
        <div className="row"><span className="spacer" /><button type="submit" className="primary" disabled={busy || path.trim() === ''}>{busy ? 'Importing…' : 'Import'}</button></div>
      </form>
    </Dialog>
  )
}
