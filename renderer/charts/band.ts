import type { Trace } from 'plotly.js-cartesian-dist-min'
import { bandOf, plusMinus, spreadWords, type Spread } from '../../protocol/statistics/index.ts'
import type { Series } from '../state/series.ts'
import type { Place } from './axes.ts'
import { themeColour, type LineStyle } from './colours.ts'
import { smooth, smoothingUnit } from './smoothing.ts'
import { thin } from './thinning.ts'
import type { CurveSource } from './useDetail.ts'

/** Several seeds of one variant in a chart: their mean, and a band around it. */
export interface BandCurve {
  name: string
  members: readonly { series: Series; place: Place; source: CurveSource }[]
  spread: Spread
  style: LineStyle
  plannedSteps: number
  sparse: boolean
}

const buckets = 400

/**
 * Each seed is smoothed on its own first, mean and spread are of what is left, so the band is of what is drawn. Of a long run it is the
 * means of equal stretches of steps that are taken, which are the same stretches for each seed.
 * @param detail the points of the part that is seen, where the page has them in full
 */
export const bandTraces = ({ name, members, spread, style, plannedSteps, sparse }: BandCurve, smoothing: number, detail: ReadonlyMap<Series, Series> = new Map()): Trace[] => {
  const smoothed = sparse || smoothing <= 0 ? null : smoothingUnit(plannedSteps)
  const band = bandOf(members.map(({ series, place }) => {
    const { steps, values } = (smoothed === null ? detail.get(series) ?? series : series).whole
    return { x: Array.from(steps, place), y: smoothed === null ? values : smooth(steps, values, smoothing, smoothed) }
  }), spread)
  const kept = new Map(band.x.map((x, i) => [x, i]))
  const drawn = thin(band.x, band.mean, buckets).x.map((x) => kept.get(x)!)
  const at = (values: readonly (number | null)[]): number[] => drawn.map((i) => values[i] ?? 0)
  const [x, mean, half] = [at(band.x), at(band.mean), at(band.spread)]
  const colour = themeColour(`chart-${style.colour}`)
  const common = { type: 'scatter', name, legendgroup: name } as const
  return [
    {
      ...common, mode: 'lines', x: [...x, ...x.toReversed()], y: [...mean.map((y, i) => y + half[i]!), ...mean.map((y, i) => y - half[i]!).toReversed()],
      fill: 'toself', fillcolor: colour, opacity: 0.18, line: { width: 0 }, hoverinfo: 'skip', showlegend: false,
    },
    {
      ...common, mode: sparse ? 'lines+markers' : 'lines', x, y: mean, line: { color: colour, width: 2, dash: style.dash }, marker: { color: colour, size: 5 },
      text: drawn.map((i) => `${plusMinus(band.mean[i]!, band.spread[i]!)}${band.spread[i] === null ? '' : ` ${spreadWords[spread]}`}, n = ${band.n[i]}`),
      hovertemplate: '%{text}<extra>%{fullData.name}</extra>',
    },
  ]
}
