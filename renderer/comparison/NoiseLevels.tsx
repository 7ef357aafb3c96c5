import { useCallback, useMemo, useState } from 'react'
import type { Trace } from 'plotly.js-cartesian-dist-min'
import type { Study } from '../../protocol/statistics/index.ts'
import { useLab } from '../actions/lab.ts'
import type { LineStyle } from '../charts/colours.ts'
import { Plot } from '../charts/Plot.tsx'
import { colourValues } from './colourValues.ts'
import { NoiseCurves } from './NoiseCurves.tsx'
import { measuredOnce, noiseMap } from './noiseLevels.ts'

interface NoiseProps {
  study: Study
  styles: ReadonlyMap<string, LineStyle>
  version: number
}

/** Loss by noise level: of variants that were each measured once a curve each, otherwise one of them over its steps. */
export const NoiseLevels = ({ study, styles, version }: NoiseProps) => {
  const lab = useLab()
  const once = useMemo(() => measuredOnce(study.variants, lab.metrics), [study, lab, version])
  return once ? <NoiseCurves variants={once} styles={styles} /> : <NoiseHeatmap study={study} version={version} />
}

/** ε-MSE by noise level over the steps of one variant: where in the noise a model still learns. */
const NoiseHeatmap = ({ study, version }: Pick<NoiseProps, 'study' | 'version'>) => {
  const lab = useLab()
  const [chosen, setChosen] = useState<string | null>(null)
  const variant = study.variants.find(({ key }) => key === chosen) ?? study.variants[0]
  // Where none has reached its end there is still something to look at.
  const shown = variant === undefined ? [] : variant.counted.length > 0 ? variant.counted : variant.runs
  const map = useMemo(() => noiseMap(shown.map(({ id }) => id), lab.metrics), [variant, lab, version])
  const colours = useMemo(() => colourValues(map?.values ?? []), [map])
  const draw = useCallback((): Trace[] => map ? [{
    type: 'heatmap', mode: '', name: 'ε-MSE', x: map.steps, y: map.levels, z: colours.values, customdata: map.values, colorscale: 'Viridis', reversescale: true, hoverongaps: false,
    colorbar: { thickness: 10, outlinewidth: 0, tickfont: { size: 10 }, ...(colours.ticks && { tickvals: colours.ticks.map(({ at }) => at), ticktext: colours.ticks.map(({ text }) => text) }) },
    hovertemplate: 'step %{x}, t %{y}<br>ε-MSE %{customdata:.4g}<extra></extra>',
  }] : [], [map, colours])
  if (!variant || !map) return null
  return (
    <section aria-label="Loss by noise level">
      <div className="toolbar">
        <h3>Loss by noise level</h3>
        <select aria-label="Variant by noise level" value={variant.key} onChange={(event) => setChosen(event.target.value)}>
          {study.variants.map(({ key, label }) => <option key={key} value={key}>{label}</option>)}
        </select>
        <span className="faint small">ε-MSE at timestep t, mean of {shown.length} {shown.length === 1 ? 'run' : 'runs'}{variant.counted.length === 0 && ', none of which has reached its end'}; darker is worse{colours.ticks && ', on a logarithmic scale'}</span>
      </div>
      <div className="chart"><Plot label={`ε-MSE by noise level over steps for ${variant.label}: ${map.levels.length} levels, ${map.steps.length} evaluations.`} x="step" y="timestep t" draw={draw} /></div>
    </section>
  )
}
