import { useMemo, useState } from 'react'
import type { RunRecord } from '../../protocol/records.ts'
import { noExtension, studyGrid } from '../../protocol/statistics/index.ts'
import { useLabState } from '../actions/lab.ts'
import { lineStyles } from '../charts/colours.ts'
import { CompareCurves } from '../comparison/CompareCurves.tsx'
import { StudyGridView } from '../comparison/StudyGridView.tsx'
import { RunRow } from './RunRow.tsx'
import { TimeLeft } from './TimeLeft.tsx'

/** Several runs of one cell: a line each, and one chart for all. */
export const RunRows = ({ runs: given }: { runs: readonly RunRecord[] }) => {
  const all = useLabState((state) => state.runs)
  const [added, setAdded] = useState<readonly string[]>([])
  const runs = useMemo(() => [...given, ...added.flatMap((id): RunRecord[] => (all[id] && !given.some((run) => run.id === id) ? [all[id]] : []))], [given, added, all])
  const [open, setOpen] = useState<string | null>(null)
  const ids = runs.map(({ id }) => id).join(' ')
  const styles = useMemo(() => lineStyles(ids.split(' ')), [ids])
  // The study grid says it where there is one.
  const gridded = useMemo(() => studyGrid(runs, [], noExtension) !== null, [runs])
  return (
    <div className="comparison">
      <StudyGridView runs={runs} onRuns={(more) => setAdded([...new Set([...added, ...more])])} />
      {!gridded && <div className="toolbar"><TimeLeft runs={runs.map(({ id }) => id)} /></div>}
      <div className="run-rows">
        {runs.map((run) => <RunRow key={run.id} run={run} style={styles.get(run.id)!} expanded={open === run.id} onToggle={() => setOpen(open === run.id ? null : run.id)} />)}
      </div>
      <CompareCurves runs={runs} styles={styles} initialMetric="train.loss" />
    </div>
  )
}
