import { useState } from 'react'
import { notesLimit } from '../../protocol/runTable.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { useLab } from '../actions/lab.ts'
import { noteRun, tagRuns } from '../actions/runTable.ts'
import { IconButton } from '../ui/IconButton.tsx'

/** What the user says of a run: tags, and notes that are saved when the field is left. */
export const RunNotes = ({ run }: { run: RunRecord }) => {
  const lab = useLab()
  const [tag, setTag] = useState('')
  const [notes, setNotes] = useState<string | null>(null)
  return (
    <div className="run-notes">
      {run.tags.map((word) => <span key={word} className="badge plain">{word}<IconButton icon="close" className="quiet" label={`Take away the tag ${word}`} onClick={() => void tagRuns(lab, [run.id], `-${word}`)} /></span>)}
      <input
        type="text" aria-label="Add a tag" placeholder="Tag" value={tag} onChange={(event) => setTag(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void tagRuns(lab, [run.id], tag).then((done) => done && setTag(''))
        }}
      />
      <textarea
        aria-label={`Notes on ${run.name}`} placeholder="Notes" rows={run.notes === '' && notes === null ? 1 : 3} maxLength={notesLimit} value={notes ?? run.notes}
        onChange={(event) => setNotes(event.target.value)}
        onBlur={() => {
          if (notes !== null && notes !== run.notes) void noteRun(lab, run.id, notes)
          setNotes(null)
        }}
      />
    </div>
  )
}
