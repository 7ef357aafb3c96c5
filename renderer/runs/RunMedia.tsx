import { useState } from 'react'
import type { MediaRecord, RunRecord } from '../../protocol/records.ts'
import { useLabState } from '../actions/lab.ts'
import { PictureGrid } from '../outputs/PictureGrid.tsx'
import { StepSlider } from '../outputs/StepSlider.tsx'
import { isActive, mediaSteps, stepAtOrBefore } from '../state/runs.ts'

const sheets = [
  { key: 'sample', title: 'Drawn from captions' },
  { key: 'caption', title: 'Captions of held-out documents' },
  { key: 'reconstruction', title: 'Held-out pictures, each beside its reconstruction' },
] as const

const noMedia: MediaRecord[] = []

/** What the run drew, captioned or reconstructed, at the step of the slider; new sheets show themselves until the slider is moved. */
export const RunMedia = ({ run }: { run: RunRecord }) => {
  const media = useLabState((state) => state.media[run.id] ?? noMedia)
  const [wanted, setWanted] = useState(Infinity)
  const steps = [...new Set(sheets.flatMap(({ key }) => mediaSteps(media, key)))].sort((a, b) => a - b)
  const step = stepAtOrBefore(steps, wanted)
  if (step === undefined) {
    if (!isActive(run)) return null
    const every = run.config.train.sampleEvery
    return <p className="soft small">Pictures appear here {every > 0 ? `every ${every} steps` : 'when the run ends'}.</p>
  }
  return (
    <section aria-label="Pictures">
      <div className="toolbar">
        <h3>Pictures</h3>
        <StepSlider steps={steps} step={step} onChange={(next) => setWanted(next === steps.at(-1) ? Infinity : next)} />
      </div>
      {sheets.map(({ key, title }) => {
        const at = stepAtOrBefore(mediaSteps(media, key), step)
        const shown = media.filter((item) => item.key === key && item.step === at)
        return shown.length === 0 ? null : (
          <div key={key} style={{ marginTop: 8 }}>
            <div className="small soft" style={{ marginBottom: 4 }}>{title}{at !== step && `, step ${at}`}</div>
            <PictureGrid pictures={shown} />
          </div>
        )
      })}
    </section>
  )
}
