import { useState } from 'react'
import type { RunRecord } from '../../protocol/records.ts'
import { useLab } from '../actions/lab.ts'
import { restoreRuns, tagRuns, tickAll } from '../actions/runTable.ts'
import { controlRun, show } from '../actions/runs.ts'
import { runControls } from '../state/runs.ts'
import { Icon } from '../ui/Icon.tsx'

interface TickedBarProps {
  runs: readonly RunRecord[]
  trash: boolean
  onTrash(runs: readonly RunRecord[]): void
}

/** What can be done with the ticked runs. */
export const TickedBar = ({ runs, trash, onTrash }: TickedBarProps) => {
  const lab = useLab()
  const [tags, setTags] = useState('')
  const ids = runs.map(({ id }) => id)
  const resumable = runs.filter(({ status }) => runControls[status].includes('resume'))
  if (trash) return <div className="ticked-bar"><button type="button" className="bordered" onClick={() => { void restoreRuns(lab, ids); tickAll(lab, ids) }}>Restore {runs.length}</button></div>
  const tag = async (): Promise<void> => {
    if (await tagRuns(lab, ids, tags)) setTags('')
  }
  return (
    <div className="ticked-bar" role="toolbar" aria-label="Ticked runs">
      <span>{runs.length} ticked</span>
      <button type="button" className="primary" disabled={runs.length < 2} onClick={() => show(lab, { kind: 'comparison' })}><Icon name="compare" />Compare</button>
      <input
        type="text" aria-label="Tags for the ticked runs" placeholder="good -bad" title="Words are added as tags; a word with a minus is taken away" value={tags}
        onChange={(event) => setTags(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && void tag()}
      />
      <button type="button" className="bordered" disabled={tags.trim() === ''} onClick={() => void tag()}>Tag</button>
      {resumable.length > 0 && <button type="button" className="bordered" onClick={() => { for (const run of resumable) void controlRun(lab, run, 'resume') }}><Icon name="play" />Resume {resumable.length}</button>}
      <button type="button" className="bordered" onClick={() => onTrash(runs)}><Icon name="trash" />Delete</button>
      <button type="button" onClick={() => tickAll(lab, ids)}>Untick</button>
    </div>
  )
}
