import { useCallback } from 'react'
import type { Trace } from 'plotly.js-cartesian-dist-min'
import { themeColour, type LineStyle } from '../charts/colours.ts'
import { Plot } from '../charts/Plot.tsx'
import type { MeasuredOnce } from './noiseLevels.ts'

const layout = { hovermode: 'x unified' }

/** ε-MSE by noise level, a curve per variant: what a map over steps is where there is one step alone. */
export const NoiseCurves = ({ variants, styles }: { variants: readonly MeasuredOnce[]; styles: ReadonlyMap<string, LineStyle> }) => {
  const draw = useCallback((): Trace[] => variants.map(({ key, label, map }): Trace => {
    const style = styles.get(key)
    const color = themeColour(`chart-${style?.colour ?? 1}`)
    return { type: 'scatter', mode: 'lines+markers', name: label, x: map.levels, y: map.values.map(([value]) => value ?? NaN), line: { color, width: 2, dash: style?.dash ?? 'solid' }, marker: { color, size: 5 }, hovertemplate: '%{y:.4~g}<extra>%{fullData.name}</extra>' }
  }), [variants, styles])
  return (
    <section aria-label="Loss by noise level">
      <div className="toolbar"><h3>Loss by noise level</h3><span className="faint small">ε-MSE at timestep t, mean of seeds; colours as in the table, on a logarithmic scale</span></div>
      <div className="chart"><Plot label={`ε-MSE by noise level: ${variants.map(({ label }) => label).join('; ')}; ${variants[0]?.map.levels.length ?? 0} levels.`} x="timestep t" y="ε-MSE" draw={draw} logY layout={layout} /></div>
    </section>
  )
}
