import { useMemo, useState } from 'react'
import { metricInfo, metricLabel } from '../../protocol/metricKeys.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { betterAmong, leftOut, leftOutLabel, spreadWords, type ComparedRun, type Spread, type Study } from '../../protocol/statistics/index.ts'
import { useLab } from '../actions/lab.ts'
import { placeOn } from '../charts/axes.ts'
import type { BandCurve } from '../charts/band.ts'
import { Chart } from '../charts/Chart.tsx'
import type { LineStyle } from '../charts/colours.ts'
import { CurveControls, useCurveSettings } from '../charts/CurveControls.tsx'
import type { Curve } from '../charts/curve.ts'
import { useMetrics } from '../charts/useMetrics.ts'
import { isActive } from '../state/runs.ts'
import { metricColumns } from './metricTable.ts'
import { shownMetric } from './shownMetric.ts'

interface CompareCurvesProps {
  runs: readonly RunRecord[]
  styles: ReadonlyMap<string, LineStyle>
  /** What is shown until another is chosen, where it is more than a point and means the same in all runs. */
  initialMetric: string
  /** One curve with a band per variant, of the runs that its means are of, instead of one per run. */
  grouping?: { study: Study; styles: ReadonlyMap<string, LineStyle>; spread: Spread } | null
}

/** One metric of all runs, or of all variants, in one chart. */
export const CompareCurves = ({ runs, styles, initialMetric, grouping = null }: CompareCurvesProps) => {
  const lab = useLab()
  const ids = runs.map(({ id }) => id)
  const version = useMetrics(ids)
  const [chosen, setMetric] = useState<string | null>(null)
  const [settings, setSettings] = useCurveSettings()
  const known = useMemo(() => metricColumns(runs.map(({ id }) => new Map(lab.metrics.keys(id).map((key) => [key, 0])))).map(({ key }) => key), [lab, runs, version])
  const metric = useMemo(() => {
    const configs = runs.map(({ config }) => config)
    const isCurve = (key: string): boolean => runs.some(({ id }) => (lab.metrics.series(id, key)?.length ?? 0) > 1)
    const isComparable = (key: string): boolean => runs.length < 2 || !key.startsWith('train.') || betterAmong(key, configs) !== 'neither'
    return shownMetric(known, chosen, initialMetric, (key) => isCurve(key) && isComparable(key))
  }, [lab, runs, known, chosen, initialMetric])
  const keys = known.length === 0 ? [metric] : known
  const curves = useMemo(() => {
    const sparse = metric.startsWith('eval.')
    const plotted = runs.flatMap((run) => {
      const series = lab.metrics.series(run.id, metric)
      return series ? [{ run, source: { run: run.id, key: metric }, series, place: placeOn(settings.axis, run, lab.metrics.series(run.id, 'train.elementsPerSecond')) }] : []
    })
    if (!grouping) return plotted.map(({ run, ...plot }): Curve => ({ ...plot, name: run.name, style: styles.get(run.id)!, plannedSteps: run.config.train.steps, sparse }))
    return grouping.study.variants.flatMap((variant): (Curve | BandCurve)[] => {
      const { key, label, counted } = variant
      const style = grouping.styles.get(key)!
      const plottedOf = (of: readonly ComparedRun[]) => plotted.filter(({ run }) => of.some(({ id }) => id === run.id))
      const members = plottedOf(counted)
      return [
        ...(members.length === 0 ? [] : [{ name: `${label} (n = ${counted.length})`, members, spread: grouping.spread, style, plannedSteps: members[0]!.run.config.train.steps, sparse }]),
        ...plottedOf(leftOut(variant)).map(({ run, ...plot }): Curve => ({ ...plot, name: leftOutLabel(variant, run), style: { ...style, dash: 'dot' }, plannedSteps: run.config.train.steps, sparse })),
      ]
    })
  }, [lab, runs, version, metric, styles, settings.axis, grouping?.study, grouping?.styles, grouping?.spread])
  const info = metricInfo(metric)

  return (
    <section aria-label="Curves">
      <div className="toolbar">
        <h3>Curves</h3>
        <select aria-label="Metric" title={info?.description} value={metric} onChange={(event) => setMetric(event.target.value)}>
          {keys.map((key) => <option key={key} value={key}>{metricLabel(key)}</option>)}
        </select>
        {info?.unit && <span className="faint">{info.unit}</span>}
        {grouping && <span className="faint small">mean of seeds, band ± {spreadWords[grouping.spread]}{grouping.study.variants.some((variant) => leftOut(variant).length > 0) && '; dotted: runs short of their end, not counted'}</span>}
        <CurveControls settings={settings} onChange={setSettings} />
      </div>
      <div className="chart">
        <Chart label={`${metricLabel(metric)} of ${runs.length} runs`} curves={curves} version={version} {...settings} tall waiting={runs.some(isActive) ? 'Waiting for the first step' : 'No points were recorded'} />
      </div>
    </section>
  )
}
