import { useEffect, useState } from 'react'
import type { RunRecord } from '../../protocol/records.ts'
import { agreementSentence, type Replay } from '../../protocol/replay.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { show } from '../actions/runs.ts'
import { isActive } from '../state/runs.ts'
import { shortStatus } from './statusWords.ts'
import { StatusMark } from './StatusMark.tsx'

/** How often the numbers are compared anew while a replay trains, in milliseconds. */
const refreshEvery = 3000

/** The other runs of the very same config: how far they came out the same, number by number. */
export const Replays = ({ run }: { run: RunRecord }) => {
  const lab = useLab()
  const [replays, setReplays] = useState<readonly Replay[]>([])
  // Something of the same config that was queued, goes on or has ended asks for another look.
  const signs = useLabState(({ runs }) => Object.values(runs).filter(({ configHash }) => configHash === run.configHash).map(({ id, status }) => `${id} ${status}`).join(' '))
  const active = useLabState(({ runs }) => Object.values(runs).some((other) => other.configHash === run.configHash && isActive(other) && other.status !== 'queued'))
  useEffect(() => {
    let gone = false
    // Lost connections are told elsewhere; what was compared stays.
    const look = (): void => void lab.connection.request('run.replays', { run: run.id }).then((found) => !gone && setReplays(found), () => undefined)
    look()
    const timer = active ? setInterval(look, refreshEvery) : undefined
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [lab, run.id, signs, active])
  if (replays.length === 0) return null
  return (
    <section aria-label="Runs of the same config">
      <h3>Runs of the same config</h3>
      <ul className="replays">
        {replays.map((replay) => <ReplayLine key={replay.run} replay={replay} planned={run.config.train.steps} />)}
      </ul>
    </section>
  )
}

const ReplayLine = ({ replay, planned }: { replay: Replay; planned: number }) => {
  const lab = useLab()
  const record = useLabState(({ runs }) => runs[replay.run])
  return (
    <li>
      <span className="row">
        <StatusMark status={record?.status ?? replay.status} words={record ? shortStatus(record) : replay.status} />
        <button type="button" className="link" onClick={() => show(lab, { kind: 'run', run: replay.run })}>{replay.name}</button>
        <span className={replay.first === null ? '' : 'differs'}>{agreementSentence(replay, planned)}</span>
      </span>
      {replay.conditions.length > 0 && <span className="faint small">Not the same conditions: {replay.conditions.join('; ')}.</span>}
    </li>
  )
}
