import { useEffect, useMemo, useState } from 'react'
import type { QueueState } from '../../protocol/queue.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { ask, useLab, useLabState } from '../actions/lab.ts'
import { isActive } from '../state/runs.ts'

/** The run in the kernel and those that wait for it, first first. */
export const useQueue = (): { running: RunRecord | undefined; waiting: RunRecord[]; held: boolean } => {
  const lab = useLab()
  const runs = useLabState((state) => state.runs)
  const waitingIds = useMemo(() => Object.values(runs).filter(({ status }) => status === 'queued').map(({ id }) => id).sort().join(' '), [runs])
  const [queue, setQueue] = useState<QueueState>({ runs: [], held: false })
  const connection = useLabState((state) => state.connection)
  useEffect(() => lab.connection.on('queue', setQueue), [lab])
  useEffect(() => {
    if (connection === 'open') void ask(lab, 'queue.get', null).then((found) => found && setQueue(found))
  }, [lab, waitingIds, connection])
  return {
    running: useMemo(() => Object.values(runs).find((run) => isActive(run) && run.status !== 'queued'), [runs]),
    waiting: useMemo(() => queue.runs.flatMap((id) => (runs[id]?.status === 'queued' ? [runs[id]] : [])), [queue, runs]),
    held: queue.held,
  }
}
