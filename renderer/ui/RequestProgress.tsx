import { useState } from 'react'
import { useLabState } from '../actions/lab.ts'
import { formatTimeLeft } from '../format/time.ts'
import { useNow } from './useNow.ts'

interface RequestProgressProps {
  /** Id of the run that was asked about; empty for a config's. */
  run: string
  /** What the host calls it: `Events['progress'].stage`. */
  stage: string
  label: string
}

/** How far the kernel is with what was asked of it, and how long the rest takes. On the page while it is awaited. */
export const RequestProgress = ({ run, stage, label }: RequestProgressProps) => {
  const progress = useLabState((state) => state.progress[run])
  // What was there before is of another request.
  const [start] = useState(() => ({ progress, at: Date.now() }))
  const now = useNow(true)
  const { done, total } = progress !== start.progress && progress?.stage === stage ? progress : { done: 0, total: 1 }
  const share = done / Math.max(1, total)
  return (
    <div className="row request-progress">
      <div className="progress running" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(share * 100)}><div style={{ width: `${share * 100}%` }} /></div>
      <span className="faint small">{done > 0 && done < total ? `${done} of ${total}, ${formatTimeLeft(((now - start.at) * (total - done)) / done)}` : `${label} …`}</span>
    </div>
  )
}
