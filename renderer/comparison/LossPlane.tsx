import { useCallback } from 'react'
import type { Trace } from 'plotly.js-cartesian-dist-min'
import { paretoFront, plusMinus, spreadWords, type Spread, type Study } from '../../protocol/statistics/index.ts'
import { themeColour, type LineStyle } from '../charts/colours.ts'
import { Plot } from '../charts/Plot.tsx'

interface LossPlaneProps {
  study: Study
  styles: ReadonlyMap<string, LineStyle>
  spread: Spread
}

const mostNamed = 8

/** Text loss against image loss, a point per variant: which of them nothing beats in both. */
export const LossPlane = ({ study, styles, spread }: LossPlaneProps) => {
  const [text, image] = ['eval.text', 'eval.epsilonMse'].map((key) => study.metrics.find((metric) => metric.key === key))
  const points = study.variants.flatMap((variant, row) => {
    const [x, y] = [text?.cells[row]!.summary, image?.cells[row]!.summary]
    return x && y ? [{ variant, x, y }] : []
  })
  // Names that lie over each other are none; the pointer has them all.
  const named = points.length <= mostNamed
  const front = paretoFront(points.map(({ x, y }) => ({ x: x.mean, y: y.mean })))
  const draw = useCallback((): Trace[] => [
    { type: 'scatter', mode: 'lines', name: 'front', x: front.map((i) => points[i]!.x.mean), y: front.map((i) => points[i]!.y.mean), line: { color: themeColour('text-faint'), dash: 'dot', width: 1 }, hoverinfo: 'skip' },
    ...points.map(({ variant, x, y }): Trace => {
      const color = themeColour(`chart-${styles.get(variant.key)?.colour ?? 1}`)
      const bar = (value: number | null): object => ({ type: 'data', array: [value ?? 0], visible: value !== null, color, thickness: 1, width: 4 })
      return {
        type: 'scatter', mode: named ? 'markers+text' : 'markers', name: variant.label, x: [x.mean], y: [y.mean], error_x: bar(x[spread]), error_y: bar(y[spread]),
        marker: { color, size: 9 }, text: [variant.label], textposition: 'top left', cliponaxis: false, textfont: { size: 11 },
        hovertemplate: `${variant.label.replaceAll('<', '&lt;')}<br>text ${plusMinus(x.mean, x[spread])}<br>ε-MSE ${plusMinus(y.mean, y[spread])}<br>n = ${x.n}<extra></extra>`,
      }
    }),
  ], [study, styles, spread, named])
  if (points.length < 2) return null
  return (
    <section aria-label="Text loss against image loss">
      <div className="toolbar"><h3>Text against image</h3><span className="faint small">held-out, lower left is better; dotted: not beaten in both; bars ± {spreadWords[spread]}</span></div>
      <div className="chart"><Plot label={`Held-out text loss against ε-MSE. Not beaten in both: ${front.map((i) => points[i]!.variant.label).join('; ')}.`} x="held-out text loss, nats/token" y="ε-MSE" draw={draw} /></div>
    </section>
  )
}
