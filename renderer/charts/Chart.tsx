import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { currentTheme, onThemeChange } from '../actions/appearance.ts'
import { chartConfig, chartLayout } from './chartLayout.ts'
import { curveTraces, type Curve } from './curve.ts'
import { loadPlotly } from './plotlyLoader.ts'

interface ChartProps {
  label: string
  curves: readonly Curve[]
  /** Changes when the points of the curves did. */
  version: number
  smoothing: number
  logY: boolean
  tall?: boolean
  /** What is shown while there are no points. */
  waiting: string
}

/** Curves over steps. Drawn only while it can be seen; zoom stays when points are added. */
export const Chart = ({ label, curves, version, smoothing, logY, tall = false, waiting }: ChartProps) => {
  const area = useRef<HTMLDivElement>(null)
  const visible = useVisible(area)
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const empty = curves.every(({ series }) => series.length === 0)

  useEffect(() => {
    const element = area.current
    if (!element || !visible || empty) return
    let gone = false
    void loadPlotly().then((plotly) => {
      if (gone) return
      const traces = curves.flatMap((curve) => curveTraces(curve, smoothing))
      void plotly.react(element, traces, chartLayout({ logY, legend: curves.length > 1, revision: `${label} ${logY}` }), chartConfig)
    })
    return () => {
      gone = true
    }
  }, [curves, version, smoothing, logY, theme, visible, empty, label])

  useEffect(() => {
    const element = area.current
    if (!element || !visible || empty) return
    const resized = new ResizeObserver(() => void loadPlotly().then((plotly) => {
      if (element.isConnected && element.classList.contains('js-plotly-plot')) plotly.Plots.resize(element)
    }))
    resized.observe(element)
    return () => {
      resized.disconnect()
      void loadPlotly().then((plotly) => plotly.purge(element))
    }
  }, [visible, empty])

  return (
    <>
      <div ref={area} className={`chart-area ${tall ? 'tall' : ''}`} role="img" aria-label={`${label}. ${describe(curves)}`} />
      {empty && <div className="chart-wait">{waiting}</div>}
    </>
  )
}

/** The chart in words, for those who do not see it. */
const describe = (curves: readonly Curve[]): string =>
  curves.filter(({ series }) => series.length > 0)
    .map(({ name, series }) => `${name}: ${series.length} points, last ${series.lastValue?.toPrecision(4)} at step ${series.lastStep}`).join('; ') || 'No points yet.'

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
