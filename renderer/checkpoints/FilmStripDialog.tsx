import { useState } from 'react'
import type { FilmStrip } from '../../protocol/checkpoints.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { drawFilmStrip } from '../actions/checkpoints.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { formatCount } from '../format/numbers.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'

/** The same prompts from the same noise, drawn with every checkpoint. */
export const FilmStripDialog = ({ run, onClose }: { run: RunRecord; onClose(): void }) => {
  const lab = useLab()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [strip, setStrip] = useState<FilmStrip | null>(null)
  const progress = useLabState((state) => state.progress[run.id])
  const share = busy && progress?.stage === 'drawing the film strip' ? progress.done / Math.max(1, progress.total) : 0
  const draw = async (): Promise<void> => {
    setBusy(true)
    setStrip(await drawFilmStrip(lab, run.id, text.split('\n').map((line) => line.trim()).filter(Boolean)))
    setBusy(false)
  }
  return (
    <Dialog label={`Film strip of ${run.name}`} wide onClose={onClose}>
      <div className="dialog-head"><h2>Film strip</h2><IconButton icon="close" label="Close" onClick={onClose} /></div>
      <form className="export-form" onSubmit={(event) => { event.preventDefault(); void draw() }}>
        <label className="field" style={{ alignItems: 'start' }}>Prompts
          <textarea rows={3} className="grow" value={text} disabled={busy} placeholder="one a line; empty takes those of the newest sample sheet" onChange={(event) => setText(event.target.value)} />
        </label>
        <div className="row">
          {busy && <div className="progress running" style={{ flex: 1 }} role="progressbar" aria-label="Progress of the film strip" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(share * 100)}><div style={{ width: `${share * 100}%` }} /></div>}
          <span className="spacer" /><button type="submit" className="primary" disabled={busy}>Draw</button>
        </div>
        {strip && (
          <div className="film-strip">
            <table>
              <thead><tr><th />{strip.steps.map((step) => <th key={step} scope="col">{formatCount(step)}</th>)}</tr></thead>
              <tbody>
                {strip.prompts.map((prompt, row) => (
                  <tr key={row}>
                    <th scope="row">{prompt}</th>
                    {strip.pictures[row]!.map((picture) => <td key={picture.step}><img src={`/media/${picture.sha256}.png`} alt={`${prompt}, step ${picture.step}`} /></td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </form>
    </Dialog>
  )
}
