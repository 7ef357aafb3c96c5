import { useState } from 'react'
import { recall, remember } from '../actions/memory.ts'

/** How curves are drawn, as the user set it. */
export interface CurveSettings {
  smoothing: number
  logY: boolean
}

const defaultSmoothing = 0.6

/** Smoothing is remembered: most people have one that they like. */
export const useCurveSettings = (): [CurveSettings, (settings: CurveSettings) => void] => {
  const [settings, setSettings] = useState<CurveSettings>(() => {
    const remembered = Number(recall('smoothing') ?? defaultSmoothing)
    return { smoothing: remembered >= 0 && remembered < 1 ? remembered : defaultSmoothing, logY: false }
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
      Log scale
    </label>
  </>
)
