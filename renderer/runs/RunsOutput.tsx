import type { RunRecord } from '../../protocol/records.ts'
import { ask, useLab, useLabState } from '../actions/lab.ts'
import { RunCard } from './RunCard.tsx'
import { RunRows } from './RunRows.tsx'

/** The runs that a cell asked for. */
export const RunsOutput = ({ runs }: { runs: readonly string[] }) => {
  const all = useLabState((state) => state.runs)
  const loaded = useLabState((state) => state.loaded)
  // What runs meanwhile is told of before the list is here; one run of a study alone would be shown as another thing.
  if (!loaded) return <p className="soft">Reading the runs …</p>
  const known = runs.flatMap((id): RunRecord[] => (all[id] ? [all[id]] : []))
  const missing = runs.filter((id) => !all[id])
  return (
    <>
      {known.length === 1 && <RunCard run={known[0]!} />}
      {known.length > 1 && <RunRows runs={known} />}
      {missing.map((id) => <MissingRun key={id} run={id} />)}
    </>
  )
}

const MissingRun = ({ run }: { run: string }) => {
  const lab = useLab()
  return (
    <p className="soft row">
      A run of this cell is in the trash.
      <button type="button" className="bordered" onClick={() => void ask(lab, 'run.restore', { run })}>Restore it</button>
    </p>
  )
}
