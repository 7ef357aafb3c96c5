import { useState } from 'react'
import { formatTimeLeft } from '../format/time.ts'

interface PercentProgressProps {
  /** 0 to 100; 0 while nothing can be told yet. */
  percent: number
  label: string
  /** What is said while it is 0. */
  beginning: string
}

/** How far something is, and how long it will take when it goes on as it went. On the page while it is awaited. */
export const PercentProgress = ({ percent, label, beginning }: PercentProgressProps) => {
  const [began] = useState(() => Date.now())
  const left = percent > 0 ? ((Date.now() - began) / percent) * (100 - percent) : null
  return (
    <div className="row">
      <div className="progress running grow" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}><div style={{ width: `${percent}%` }} /></div>
      <span className="soft small">{percent === 0 ? beginning : `${percent} %${left !== null && left > 2000 ? `, ${formatTimeLeft(left)}` : ''}`}</span>
    </div>
  )
}
