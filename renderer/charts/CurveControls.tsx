import { useState } from 'react'
import { recall, remember } from '../actions/memory.ts'
import { axes, axisWords, type Axis } from './axes.ts'

/** How curves are drawn, as the user set it. */
export interface CurveSettings {
  smoothing: number
  logY: boolean
  logX: boolean
  axis: Axis
}

const defaultSmoothing = 0.6

/** Smoothing is remembered: most people have one that they like. */
export const useCurveSettings = (): [CurveSettings, (settings: CurveSettings) => void] => {
  const [settings, setSettings] = useState<CurveSettings>(() => {
    const remembered = Number(recall('smoothing') ?? defaultSmoothing)
    return { smoothing: remembered >= 0 && remembered < 1 ? remembered : defaultSmoothing, logY: false, logX: false, axis: 'step' }
  })
  return [settings, (next) => {
    remember('smoothing', String(next.smoothing))
    setSettings(next)
  }]
}

export const CurveControls = ({ settings, onChange }: { settings: CurveSettings; onChange(settings: CurveSettings): void }) => (
  <>
    <label className="field">
      Smoothing
      <input type="range" min={0} max={0.99} step={0.01} value={settings.smoothing} onChange={(event) => onChange({ ...settings, smoothing: Number(event.target.value) })} />
      <output>{settings.smoothing.toFixed(2)}</output>
    </label>
    <label className="field">
      <input type="checkbox" checked={settings.logY} onChange={(event) => onChange({ ...settings, logY: event.target.checked })} />
      Log y
    </label>
    <label className="field">
      <input type="checkbox" checked={settings.logX} onChange={(event) => onChange({ ...settings, logX: event.target.checked })} />
      Log x
    </label>
    <label className="field">
      Over
      <select aria-label="What curves are drawn over" value={settings.axis} onChange={(event) => onChange({ ...settings, axis: axes.find((axis) => axis === event.target.value) ?? 'step' })}>
        {axes.map((axis) => <option key={axis} value={axis}>{axisWords[axis].option}</option>)}
      </select>
    </label>
  </>
)
