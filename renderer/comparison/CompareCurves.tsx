import { useMemo, useState } from 'react'
import { metricInfo, metricLabel } from '../../protocol/metricKeys.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { useLab } from '../actions/lab.ts'
import { Chart } from '../charts/Chart.tsx'
import type { LineStyle } from '../charts/colours.ts'
import { CurveControls, useCurveSettings } from '../charts/CurveControls.tsx'
import type { Curve } from '../charts/curve.ts'
import { useMetrics } from '../charts/useMetrics.ts'
import { isActive } from '../state/runs.ts'
import { metricColumns } from './metricTable.ts'

interface CompareCurvesProps {
  runs: readonly RunRecord[]
  styles: ReadonlyMap<string, LineStyle>
  initialMetric: string
}

/** One metric of all runs in one chart. */
export const CompareCurves = ({ runs, styles, initialMetric }: CompareCurvesProps) => {
  const lab = useLab()
  const ids = runs.map(({ id }) => id)
  const version = useMetrics(ids)
  const [metric, setMetric] = useState(initialMetric)
  const [settings, setSettings] = useCurveSettings()
  const keys = useMemo(() => {
    const known = metricColumns(runs.map(({ id }) => new Map(lab.metrics.keys(id).map((key) => [key, 0])))).map(({ key }) => key)
    return known.includes(metric) ? known : [metric, ...known]
  }, [lab, runs, version, metric])
  const curves = useMemo(() => runs.flatMap((run): Curve[] => {
    const series = lab.metrics.series(run.id, metric)
    return series ? [{ name: run.name, series, style: styles.get(run.id)!, plannedSteps: run.config.train.steps, sparse: metric.startsWith('eval.') }] : []
  }), [lab, runs, version, metric, styles])
  const info = metricInfo(metric)

  return (
    <section aria-label="Curves">
      <div className="toolbar">
        <h3>Curves</h3>
        <select aria-label="Metric" title={info?.description} value={metric} onChange={(event) => setMetric(event.target.value)}>
          {keys.map((key) => <option key={key} value={key}>{metricLabel(key)}</option>)}
        </select>
        {info?.unit && <span className="faint">{info.unit}</span>}
        <CurveControls settings={settings} onChange={setSettings} />
      </div>
      <div className="chart">
        <Chart label={`${metricLabel(metric)} of ${runs.length} runs`} curves={curves} version={version} {...settings} tall waiting={runs.some(isActive) ? 'Waiting for the first step' : 'No points were recorded'} />
      </div>
    </section>
  )
}
