import { useMemo } from 'react'
import { metricInfo } from '../../protocol/metricKeys.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { useLab } from '../actions/lab.ts'
import { placeOn } from '../charts/axes.ts'
import { Chart } from '../charts/Chart.tsx'
import { CurveControls, useCurveSettings } from '../charts/CurveControls.tsx'
import type { Curve } from '../charts/curve.ts'
import { useMetrics } from '../charts/useMetrics.ts'
import { Series } from '../state/series.ts'
import { isActive } from '../state/runs.ts'

/** The charts of one run: what is trained, with what is measured on held-out data in the same picture. */
const charts = [
  { title: 'Text loss', unit: 'nats/token', keys: ['train.text', 'eval.text'] },
  { title: 'Image loss', unit: '', keys: ['train.image', 'eval.epsilonMse', 'eval.imageTokens'] },
  { title: 'Wave loss', unit: '', keys: ['train.wave', 'eval.waveMse'] },
  { title: 'Reconstruction', unit: 'L1', keys: ['train.l1', 'eval.l1'] },
  { title: 'KL', unit: 'nats/picture', keys: ['train.kl', 'eval.kl'] },
  { title: 'Codes in use', unit: 'perplexity', keys: ['train.codePerplexity', 'eval.codePerplexity'] },
] as const

const none = new Series()

export const RunCurves = ({ run }: { run: RunRecord }) => {
  const lab = useLab()
  const version = useMetrics([run.id])
  const [settings, setSettings] = useCurveSettings()
  const plannedSteps = run.config.train.steps
  const known = lab.metrics.keys(run.id).join(' ')
  const drawn = useMemo(() => charts.map(({ keys, ...chart }) => ({
    ...chart,
    curves: keys.map((key, i): Curve => ({
      name: metricInfo(key)?.label ?? key, source: { run: run.id, key }, series: lab.metrics.series(run.id, key) ?? none,
      style: { colour: i + 1, dash: 'solid' }, plannedSteps, sparse: key.startsWith('eval.'),
      place: placeOn(settings.axis, run, lab.metrics.series(run.id, 'train.elementsPerSecond')),
    })),
  })).filter(({ curves }) => known === '' || curves.some(({ series }) => series !== none)), [lab, run.id, plannedSteps, known, settings.axis, settings.axis === 'step' ? version === 0 : version])

  return (
    <section aria-label="Curves">
      <div className="toolbar"><h3>Curves</h3><CurveControls settings={settings} onChange={setSettings} /></div>
      <div className="charts">
        {drawn.map(({ title, unit, curves }) => (
          <div key={title} className="chart">
            <div className="chart-title">{title} <span className="unit">{unit}</span></div>
            <Chart label={`${title} of ${run.name}`} curves={curves} version={version} {...settings} waiting={isActive(run) ? 'Waiting for the first step' : 'No points were recorded'} />
          </div>
        ))}
      </div>
    </section>
  )
}
