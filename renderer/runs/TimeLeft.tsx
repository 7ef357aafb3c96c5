import { useMemo } from 'react'
import { endOf, pacesOf } from '../../protocol/queue.ts'
import { useLabState } from '../actions/lab.ts'
import { formatTimeLeft } from '../format/time.ts'
import { useNow } from '../ui/useNow.ts'
import { useQueue } from './useQueue.ts'

/** When some runs will all be done, as the queue stands; nothing when none of them runs or waits. */
export const TimeLeft = ({ runs }: { runs: readonly string[] }) => {
  const all = useLabState((state) => state.runs)
  const { running, waiting, held } = useQueue()
  const now = useNow(running !== undefined)
  const idle = running === undefined && waiting.length === 0
  const paces = useMemo(() => pacesOf(idle ? [] : Object.values(all)), [all, idle])
  const left = endOf(new Set(runs), running, waiting, paces, now)
  if (left === null) return null
  const open = runs.filter((id) => running?.id === id || waiting.some((run) => run.id === id)).length
  return (
    <span className="soft" aria-live="off">
      {held && waiting.some(({ id }) => runs.includes(id)) ? `${open} to go; the queue is held` : left.unknown > 0 && left.end <= now ? `${open} to go` : `${open} to go, ${formatTimeLeft(left.end - now)}${left.unknown > 0 ? `, and ${left.unknown} of unknown length` : ''}`}
    </span>
  )
}
