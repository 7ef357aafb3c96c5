import { useMemo, useState } from 'react'
import type { RunRecord } from '../../protocol/records.ts'
import { spreads, spreadWords, studyOf, type Spread } from '../../protocol/statistics/index.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { saveText } from '../actions/takeAway.ts'
import { lineStyles } from '../charts/colours.ts'
import { useMetrics } from '../charts/useMetrics.ts'
import { Icon } from '../ui/Icon.tsx'
import { CompareCurves } from './CompareCurves.tsx'
import { CompareMedia } from './CompareMedia.tsx'
import { comparedRuns, inStudyOrder, ofVariants } from './comparedRuns.ts'
import { CompareTable } from './CompareTable.tsx'
import { comparisonCsv } from './comparisonCsv.ts'
import { LossPlane } from './LossPlane.tsx'
import { NoiseLevels } from './NoiseLevels.tsx'
import { PaperTable } from './PaperTable.tsx'
import { StudyGridView } from './StudyGridView.tsx'
import { StudyTable } from './StudyTable.tsx'
import { Verdicts } from './Verdicts.tsx'

interface ComparisonProps {
  runs: readonly string[]
  initialBaseline: string | null
  /** Told which run the user has the others measured against. */
  onBaseline?: (run: string | null) => void
}

/** Runs side by side: what differs, how well each does, how it learned, what it draws. Seeds are one row and one band unless taken apart. */
export const Comparison = ({ runs: given, initialBaseline, onBaseline }: ComparisonProps) => {
  const lab = useLab()
  const all = useLabState((state) => state.runs)
  const loaded = useLabState((state) => state.loaded)
  const [added, setAdded] = useState<readonly string[]>([])
  const ids = useMemo(() => [...new Set([...given, ...added])], [given, added])
  const [baseline, setBaseline] = useState(initialBaseline)
  const pin = (run: string | null): void => {
    setBaseline(run)
    onBaseline?.(run)
  }
  const [details, setDetails] = useState(false)
  const [apart, setApart] = useState(false)
  const [spread, setSpread] = useState<Spread>('std')
  const [paper, setPaper] = useState(false)
  const runs = useMemo(() => ids.flatMap((id): RunRecord[] => (all[id] ? [all[id]] : [])), [ids, all])
  const styles = useMemo(() => lineStyles(ids), [ids])
  const version = useMetrics(ids)
  const study = useMemo(() => studyOf(comparedRuns(runs, lab.metrics), baseline), [runs, lab, version, baseline])
  const variantStyles = useMemo(() => lineStyles(study.variants.map(({ key }) => key)), [study])
  const pictured = useMemo(() => inStudyOrder(runs, study), [runs, study])
  const picturedStyles = useMemo(() => ofVariants(pictured, variantStyles), [pictured, variantStyles])
  if (!loaded) return <p className="soft">Reading the runs …</p>
  if (runs.length === 0) return <p className="soft">The runs of this comparison are in the trash.</p>
  const seeded = study.variants.some((variant) => variant.runs.length > 1)
  const grouped = seeded && !apart
  const pinned = grouped ? study.variants[study.baseline]?.runs[0]?.id ?? '' : baseline ?? ''
  const choices = grouped ? study.variants.map(({ label, runs: [first] }) => ({ id: first!.id, name: label })) : runs
  return (
    <div className="comparison">
      <section aria-label="Configs and metrics">
        <div className="toolbar">
          <h3>{grouped ? `${study.variants.length} variants, ${runs.length} runs` : `${runs.length} runs`}</h3>
          {seeded && <label className="field"><input type="checkbox" checked={!apart} onChange={(event) => setApart(!event.target.checked)} />Group seeds</label>}
          {grouped && (
            <label className="field">
              Mean ±
              <select value={spread} onChange={(event) => setSpread(spreads.find((item) => item === event.target.value) ?? 'std')}>
                {spreads.map((item) => <option key={item} value={item}>{spreadWords[item]}</option>)}
              </select>
            </label>
          )}
          <label className="field">
            Baseline
            <select value={pinned} onChange={(event) => pin(event.target.value || null)}>
              <option value="">none</option>
              {choices.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
          </label>
          <label className="field"><input type="checkbox" checked={details} onChange={(event) => setDetails(event.target.checked)} />All metrics</label>
          <span className="spacer" />
          <button type="button" className="bordered" onClick={() => setPaper(true)}><Icon name="copy" />Paper table</button>
          <button type="button" className="bordered" title="What is shown, unrounded" onClick={() => saveText('comparison.csv', comparisonCsv(runs, study, grouped, details, lab.metrics), 'text/csv')}><Icon name="download" />CSV</button>
        </div>
        {grouped
          ? <StudyTable study={study} styles={variantStyles} spread={spread} details={details} onBaseline={pin} />
          : <CompareTable runs={runs} styles={styles} baseline={baseline} details={details} />}
        <Verdicts study={study} />
      </section>
      <StudyGridView runs={runs} onRuns={(more) => setAdded([...added, ...more])} />
      <CompareCurves runs={runs} styles={styles} initialMetric="eval.epsilonMse" grouping={grouped ? { study, styles: variantStyles, spread } : null} />
      <div className="charts"><LossPlane study={study} styles={variantStyles} spread={spread} /><NoiseLevels study={study} styles={variantStyles} version={version} /></div>
      <CompareMedia runs={pictured} styles={grouped ? picturedStyles : styles} />
      {paper && <PaperTable study={study} spread={spread} onClose={() => setPaper(false)} />}
    </div>
  )
}
