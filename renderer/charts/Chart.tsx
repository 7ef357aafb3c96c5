import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { PlotElement, Plotly } from 'plotly.js-cartesian-dist-min'
import { currentTheme, onThemeChange } from '../actions/appearance.ts'
import type { Axis } from './axes.ts'
import { bandTraces, type BandCurve } from './band.ts'
import { chartConfig, chartLayout } from './chartLayout.ts'
import { curveTraces, type Curve } from './curve.ts'
import { drawInTurn } from './pace.ts'
import { loadPlotly } from './plotlyLoader.ts'
import type { Series } from '../state/series.ts'
import { useDetail, type XRange, type Zoomable } from './useDetail.ts'

interface ChartProps {
  label: string
  curves: readonly (Curve | BandCurve)[]
  /** Changes when the points of the curves did. */
  version: number
  smoothing: number
  logY: boolean
  logX: boolean
  axis: Axis
  tall?: boolean
  /** What is shown while there are no points. */
  waiting: string
}

/** Curves over steps. Drawn only while it can be seen; zoom stays when points are added, and brings the points of what is seen. */
export const Chart = ({ label, curves, version, smoothing, logY, logX, axis, tall = false, waiting }: ChartProps) => {
  const area = useRef<HTMLDivElement>(null)
  const visible = useVisible(area)
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const frame = `${label} ${logY} ${logX} ${axis}`
  const [width, setWidth] = useState(0)
  const drawnWidth = useRef(0)
  const [zoom, setZoom] = useState<{ frame: string; range: XRange } | null>(null)
  const { points: detail, busy } = useDetail(useMemo(() => curves.flatMap((curve): Zoomable[] => ('members' in curve ? [...curve.members] : [curve])), [curves]), zoom?.frame === frame ? zoom.range : null)
  /** What the user saw last, apart from points that came since. */
  const shown = useRef<readonly unknown[]>([])
  const empty = curves.every((curve) => seriesOf(curve).every(({ length }) => length === 0))

  useEffect(() => {
    const element = area.current
    if (!element || !visible || empty) return
    let gone = false
    let takeBack = (): void => undefined
    const look = [frame, smoothing, theme, detail]
    const follows = look.every((part, i) => shown.current[i] === part)
    shown.current = look
    const draw = (plotly: Plotly): void => {
      drawnWidth.current = element.clientWidth
      const traces = curves.flatMap((curve) => ('members' in curve ? bandTraces(curve, smoothing, detail) : curveTraces(curve, smoothing, detail.get(curve.series))))
      void plotly.react(element, traces, chartLayout({ logY, logX, axis, legend: curves.length > 1, revision: frame }), chartConfig)
      onZoom(element, logX, (range) => setZoom(range && { frame, range }))
    }
    void loadPlotly().then((plotly) => {
      if (gone) return
      // What the user did is seen at once; what was measured since, when there is time.
      if (follows) takeBack = drawInTurn(element, () => draw(plotly))
      else draw(plotly)
    })
    return () => {
      gone = true
      takeBack()
    }
  }, [curves, version, detail, smoothing, logY, logX, axis, theme, visible, empty, label, frame, width])

  useEffect(() => {
    const element = area.current
    if (!element || !visible || empty) return
    const resized = new ResizeObserver(() => void loadPlotly().then((plotly) => {
      const now = element.clientWidth
      if (now === 0 || now === drawnWidth.current || !element.isConnected || !element.classList.contains('js-plotly-plot')) return
      // The room of a legend that has fewer rows at the new width is only found when it is drawn again.
      void plotly.Plots.resize(element).then(() => setWidth(now))
    }))
    resized.observe(element)
    return () => {
      resized.disconnect()
      shown.current = []
      void loadPlotly().then((plotly) => plotly.purge(element))
    }
  }, [visible, empty])

  return (
    <>
      <div ref={area} className={`chart-area ${tall ? 'tall' : ''}`} role="img" aria-busy={busy} aria-label={`${label}. ${describe(curves)}`} />
      {empty && <div className="chart-wait">{waiting}</div>}
    </>
  )
}

/** Tells of the part of the x axis that the user chose, and null when it is all of it again. */
const onZoom = (element: HTMLElement, logX: boolean, tell: (range: XRange | null) => void): void => {
  const plot = element as PlotElement
  plot.removeAllListeners('plotly_relayout')
  plot.on('plotly_relayout', ({ 'xaxis.range[0]': from, 'xaxis.range[1]': to, 'xaxis.autorange': whole }) => {
    if (from !== undefined && to !== undefined) tell(logX ? { from: 10 ** from, to: 10 ** to } : { from, to })
    else if (whole) tell(null)
  })
}

const seriesOf = (curve: Curve | BandCurve): readonly Series[] => ('members' in curve ? curve.members.map(({ series }) => series) : [curve.series])

/** The chart in words, for those who do not see it. */
const describe = (curves: readonly (Curve | BandCurve)[]): string =>
  curves.flatMap((curve) => {
    const [first, ...others] = seriesOf(curve).filter(({ length }) => length > 0)
    if (!first) return []
    const seeds = others.length > 0 ? `mean of ${others.length + 1} seeds, ` : ''
    const last = [first, ...others].reduce((sum, { lastValue = NaN }) => sum + lastValue, 0) / (others.length + 1)
    return [`${curve.name}: ${seeds}${first.length} points, last ${last.toPrecision(4)} at step ${first.lastStep}`]
  }).join('; ') || 'No points yet.'

/** Whether an element is in or near the part of the page that can be seen. */
const useVisible = (element: React.RefObject<HTMLElement | null>): boolean => {
  const [visible, setVisible] = useState(false)
  useEffect(() => {
    const observed = element.current
    if (!observed) return
    const observer = new IntersectionObserver(([entry]) => setVisible(entry?.isIntersecting ?? false), { rootMargin: '300px' })
    observer.observe(observed)
    return () => observer.disconnect()
  }, [element])
  return visible
}
