import type { Trace } from 'plotly.js-cartesian-dist-min'
import { formatNumber } from '../format/numbers.ts'
import type { Series } from '../state/series.ts'
import type { Place } from './axes.ts'
import { themeColour, type LineStyle } from './colours.ts'
import { smooth, smoothingUnit } from './smoothing.ts'
import { badPoints, thin, type Points } from './thinning.ts'
import type { CurveSource } from './useDetail.ts'

/** One metric of one run in a chart. */
export interface Curve {
  name: string
  series: Series
  style: LineStyle
  plannedSteps: number
  /** Few, exact points such as held-out losses: drawn with marks and never smoothed. */
  sparse: boolean
  /** Where a step stands on the x axis. */
  place: Place
  source: CurveSource
}

const buckets = 500

/**
 * The lines of a curve: what was measured, faint, and the smoothed line over it; marks where there was no number. The smoothed line is
 * of the whole run whatever is seen of it, so that it is the same at each zoom.
 * @param seen the points of the part that is seen, where the page has them in full
 */
export const curveTraces = ({ name, series, style, plannedSteps, sparse, place }: Curve, smoothing: number, seen: Series = series): Trace[] => {
  const { steps, values } = seen
  const { whole } = series
  const colour = themeColour(`chart-${style.colour}`)
  const line = { color: colour, width: 1.75, dash: style.dash }
  const raw = placed(thin(steps, values, buckets), place)
  const common = { type: 'scatter', name, legendgroup: name } as const
  if (sparse) return [{ ...common, mode: 'lines+markers', ...raw, line, marker: { color: colour, size: 5 }, text: raw.y.map((y) => formatNumber(y)), hovertemplate }, ...badTraces(steps, values, name, colour, place)]
  if (smoothing <= 0) return [{ ...common, mode: 'lines', ...raw, line, text: raw.y.map((y) => formatNumber(y)), hovertemplate }, ...badTraces(steps, values, name, colour, place)]
  const drawn = placed(thin(whole.steps, smooth(whole.steps, whole.values, smoothing, smoothingUnit(plannedSteps)), buckets), place)
  return [
    { ...common, mode: 'lines', ...raw, line: { ...line, width: 1, dash: 'solid' }, opacity: 0.25, hoverinfo: 'skip', showlegend: false },
    { ...common, mode: 'lines', ...drawn, line, text: drawn.y.map((y) => formatNumber(y)), hovertemplate },
    ...badTraces(steps, values, name, colour, place),
  ]
}

const placed = ({ x, y }: Points, place: Place): Points => ({ x: x.map(place), y })

const hovertemplate = '%{text}<extra>%{fullData.name}</extra>'

/** Marks along the bottom: a step whose value is no number is a fact, not a gap. */
const badTraces = (steps: Float64Array, values: Float64Array, name: string, colour: string, place: Place): Trace[] => {
  const bad = badPoints(steps, values)
  if (bad.length === 0) return []
  return [{
    type: 'scatter', mode: 'markers', name: `${name}: not a number`, legendgroup: name, showlegend: false, yaxis: 'y2',
    x: bad.map(({ step }) => place(step)), y: bad.map(() => 0.03),
    marker: { symbol: 'x', size: 8, color: colour, line: { width: 1 } },
    text: bad.map(({ value }) => formatNumber(value)), hovertemplate,
  }]
}
