import { useState } from 'react'
import type { AttentionSpec } from '../../../protocol/inspection/index.ts'
import { useLabState } from '../../actions/lab.ts'
import { newestFirst } from '../../state/runs.ts'
import { NoiseSlider } from '../views/NoiseSlider.tsx'
import { Toggle } from '../views/Toggle.tsx'
import { AttentionBody } from './AttentionBody.tsx'
import { attentionSteps, type AttentionStep } from './HeadMatrix.tsx'
import type { HeadChoice } from './HeadGrid.tsx'
import { useReading } from './useReading.ts'
import { useThumbnails } from './useThumbnails.ts'

interface AttentionPanelProps {
  run: string
  sequence: number
  wheelZooms: boolean
}

/** Held-out sequences that the figures are means over, when more than one is asked for. */
const many = 16

/** What a trained checkpoint attends to: asked for by a press, since the kernel reads the checkpoint for it. */
export const AttentionPanel = (props: AttentionPanelProps) => {
  const [open, setOpen] = useState(false)
  return (
    <section className="attention" aria-label="Attention of the checkpoint">
      <div className="toolbar">
        <h3>Attention of the checkpoint</h3>
        {!open && <button type="button" className="bordered" onClick={() => setOpen(true)}>Read it</button>}
      </div>
      {open && <Attention {...props} />}
    </section>
  )
}

const Attention = ({ run, sequence, wheelZooms }: AttentionPanelProps) => {
  const runs = useLabState((state) => state.runs)
  const [noise, setNoise] = useState(0.5)
  const [step, setStep] = useState<AttentionStep>('weights')
  const [chosen, setChosen] = useState<HeadChoice>({ layer: 0, head: 0 })
  const [average, setAverage] = useState(1)
  const [second, setSecond] = useState<string | null>(null)
  const spec: AttentionSpec = { run, step: null, sequence, noise, mask: null, average, show: chosen }
  const first = useReading(spec)
  const other = useReading(second === null ? null : { ...spec, run: second })
  const { reading } = first
  const thumbnails = useThumbnails(spec, reading?.layers ?? 0, reading?.heads ?? 0, reading !== null)
  const nameOf = (id: string): string => runs[id]?.name ?? 'run'
  const others = newestFirst(runs).filter(({ id, step: done }) => id !== run && done > 0).slice(0, 40)
  const scoresThere = reading?.maps?.scores != null
  return (
    <>
      <div className="toolbar inspector-tools">
        <Toggle<AttentionStep> label="Step of attention" value={scoresThere ? step : 'weights'} options={scoresThere ? attentionSteps : attentionSteps.slice(2)} onChange={setStep} />
        <NoiseSlider value={noise} onChange={setNoise} />
        <label className="field">
          Figures over
          <select value={average} onChange={(event) => setAverage(Number(event.target.value))}>
            <option value={1}>this sequence</option>
            <option value={many}>{many} held-out sequences</option>
          </select>
        </label>
        <label className="field">
          beside
          <select value={second ?? ''} onChange={(event) => setSecond(event.target.value || null)}>
            <option value="">no other run</option>
            {others.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </label>
        {(first.busy || other.busy) && <span className="faint small">reading …</span>}
      </div>
      {[first.error, other.error].map((error, i) => error !== null && <p key={i} className="output-error" role="alert">{error}</p>)}
      {reading && (
        <AttentionBody
          reading={reading} name={nameOf(run)} other={second !== null && other.reading ? { reading: other.reading, name: nameOf(second) } : null}
          step={scoresThere ? step : 'weights'} chosen={chosen} thumbnails={thumbnails} wheelZooms={wheelZooms} onChoose={setChosen}
        />
      )}
    </>
  )
}
