import { useMemo, useState } from 'react'
import type { RunRecord } from '../../protocol/records.ts'
import { useLabState } from '../actions/lab.ts'
import { lineStyles } from '../charts/colours.ts'
import { CompareCurves } from './CompareCurves.tsx'
import { CompareMedia } from './CompareMedia.tsx'
import { CompareTable } from './CompareTable.tsx'

interface ComparisonProps {
  runs: readonly string[]
  initialBaseline: string | null
}

/** Runs side by side: what differs, how well each does, how it learned, what it draws. */
export const Comparison = ({ runs: ids, initialBaseline }: ComparisonProps) => {
  const all = useLabState((state) => state.runs)
  const [baseline, setBaseline] = useState(initialBaseline)
  const [details, setDetails] = useState(false)
  const runs = useMemo(() => ids.flatMap((id): RunRecord[] => (all[id] ? [all[id]] : [])), [ids, all])
  const styles = useMemo(() => lineStyles(ids), [ids])
  if (runs.length === 0) return <p className="soft">The runs of this comparison are in the trash.</p>
  return (
    <div className="comparison">
      <section aria-label="Configs and metrics">
        <div className="toolbar">
          <h3>{runs.length} runs</h3>
          <label className="field">
            Baseline
            <select value={baseline ?? ''} onChange={(event) => setBaseline(event.target.value || null)}>
              <option value="">none</option>
              {runs.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
          </label>
          <label className="field"><input type="checkbox" checked={details} onChange={(event) => setDetails(event.target.checked)} />All metrics</label>
        </div>
        <CompareTable runs={runs} styles={styles} baseline={baseline} details={details} />
      </section>
      <CompareCurves runs={runs} styles={styles} initialMetric="eval.epsilonMse" />
      <CompareMedia runs={runs} styles={styles} />
    </div>
  )
}
