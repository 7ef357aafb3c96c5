import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Trace } from 'plotly.js-cartesian-dist-min'
import { currentTheme, onThemeChange } from '../actions/appearance.ts'
import { chartConfig, chartLayout } from './chartLayout.ts'
import { loadPlotly } from './plotlyLoader.ts'

interface PlotProps {
  /** The drawing in words. */
  label: string
  x: string
  y: string
  /** Made anew when the theme changes: colours are in it. */
  draw(): Trace[]
  logY?: boolean
  layout?: object
}

const noLayout = {}

/** A drawing that is no curve over steps. */
export const Plot = ({ label, x, y, draw, logY = false, layout = noLayout }: PlotProps) => {
  const area = useRef<HTMLDivElement>(null)
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  useEffect(() => {
    const element = area.current
    if (!element) return
    let gone = false
    void loadPlotly().then((plotly) => {
      if (gone) return
      const base = chartLayout({ logX: false, logY, axis: 'step', legend: false, revision: label }) as { xaxis: object; yaxis: object }
      const title = (text: string): object => ({ title: { text, font: { size: 11 }, standoff: 6 } })
      void plotly.react(element, draw(), { ...base, hovermode: 'closest', xaxis: { ...base.xaxis, ...title(x), hoverformat: '.4~g' }, yaxis: { ...base.yaxis, ...title(y) }, ...layout }, chartConfig)
    })
    return () => {
      gone = true
    }
  }, [label, x, y, draw, logY, layout, theme])
  useEffect(() => {
    const element = area.current
    return () => void loadPlotly().then((plotly) => element && plotly.purge(element))
  }, [])
  return <div ref={area} className="chart-area" role="img" aria-label={label} />
}
