import { useState } from 'react'
import type { RunRecord } from '../../protocol/records.ts'
import { useLab } from '../actions/lab.ts'
import { renameRun } from '../actions/runs.ts'

/** A run's name; a click makes it a field. */
export const RunName = ({ run }: { run: RunRecord }) => {
  const lab = useLab()
  const [editing, setEditing] = useState(false)
  if (!editing) return <button type="button" className="run-name" title="Rename" onClick={() => setEditing(true)}><span className="ellipsis">{run.name}</span></button>
  const finish = (name: string): void => {
    setEditing(false)
    void renameRun(lab, run, name)
  }
  return (
    <input
      type="text" className="run-name" aria-label="Name of the run" defaultValue={run.name} autoFocus onFocus={(event) => event.target.select()}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setEditing(false)
      }}
    />
  )
}
