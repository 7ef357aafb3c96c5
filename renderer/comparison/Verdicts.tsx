import { useState } from 'react'
import { metricLabel } from '../../protocol/metricKeys.ts'
import { differenceSentence, paperMetrics, type Study } from '../../protocol/statistics/index.ts'

/** Each variant against the baseline in one plain sentence, and what weakens the comparison. */
export const Verdicts = ({ study }: { study: Study }) => {
  const judged = paperMetrics(study).filter((key) => study.metrics.some((metric) => metric.key === key && metric.better !== 'neither'))
  const [chosen, setChosen] = useState<string | null>(null)
  const metric = judged.find((key) => key === chosen) ?? judged.find((key) => key === 'eval.epsilonMse') ?? judged[0]
  const baseline = study.variants[study.baseline]
  return (
    <div className="verdicts">
      {baseline && metric !== undefined && (
        <>
          <label className="field small">In words
            <select aria-label="Metric in words" value={metric} onChange={(event) => setChosen(event.target.value)}>
              {judged.map((key) => <option key={key} value={key}>{metricLabel(key)}</option>)}
            </select>
          </label>
          <ul aria-label="Differences in words">
            {study.variants.filter((variant) => variant !== baseline).map((variant) => <li key={variant.key}>{differenceSentence(variant, baseline, metric)}</li>)}
          </ul>
          {study.variants.length > 2 && <p className="small faint">Each interval stands alone; with many variants, some leave out 0 by chance.</p>}
        </>
      )}
      {study.cautions.map((caution) => <p key={caution} className="small caution">⚠ {caution}</p>)}
    </div>
  )
}
