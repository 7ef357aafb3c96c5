import { useState } from 'react'
import { usualNoise, type AttentionSpec } from '../../../protocol/inspection/index.ts'
import { useLabState } from '../../actions/lab.ts'
import { formatCount } from '../../format/numbers.ts'
import { newestFirst } from '../../state/runs.ts'
import { RequestProgress } from '../../ui/RequestProgress.tsx'
import { NoiseSlider } from '../views/NoiseSlider.tsx'
import { Toggle } from '../views/Toggle.tsx'
import { AttentionBody } from './AttentionBody.tsx'
import { attentionSteps, type AttentionStep } from './HeadMatrix.tsx'
import type { HeadChoice } from './HeadGrid.tsx'
import { checkpointOf, keyOf, stepOf, useCheckpointSteps, type Checkpoint } from './checkpoints.ts'
import { useReading } from './useReading.ts'

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
  const [noise, setNoise] = useState(usualNoise)
  const [step, setStep] = useState<AttentionStep>('weights')
  const [chosen, setChosen] = useState<HeadChoice>({ layer: 0, head: 0 })
  const [average, setAverage] = useState(1)
  const [at, setAt] = useState<number | null>(null)
  const [second, setSecond] = useState<Checkpoint | null>(null)
  const steps = useCheckpointSteps(run)
  const spec: AttentionSpec = { run, step: at, sequence, noise, mask: null, average, show: chosen }
  const first = useReading(spec)
  const other = useReading(second === null ? null : { ...spec, ...second })
  const { reading } = first
  const nameOf = ({ run: id, step: of }: Checkpoint): string => `${runs[id]?.name ?? 'run'}${of === null ? '' : `, step ${of}`}`
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
          Checkpoint
          <select value={at ?? ''} onChange={(event) => setAt(stepOf(event.target.value))}>
            <option value="">the last</option>
            {steps.map((one) => <option key={one} value={one}>step {formatCount(one)}</option>)}
          </select>
        </label>
        <label className="field">
          beside
          <select value={second === null ? '' : keyOf(second)} onChange={(event) => setSecond(checkpointOf(event.target.value))}>
            <option value="">no other</option>
            {steps.length > 1 && <optgroup label="This run">{steps.map((one) => <option key={one} value={keyOf({ run, step: one })}>step {formatCount(one)}</option>)}</optgroup>}
            {others.length > 0 && <optgroup label="Other runs, the last checkpoint">{others.map(({ id, name }) => <option key={id} value={keyOf({ run: id, step: null })}>{name}</option>)}</optgroup>}
          </select>
        </label>
        {first.busy && <RequestProgress run={run} stage="attention" label="Reading the attention" />}
        {second !== null && other.busy && <RequestProgress run={second.run} stage="attention" label="Reading the attention beside it" />}
      </div>
      {[first.error, other.error].map((error, i) => error !== null && <p key={i} className="output-error" role="alert">{error}</p>)}
      {reading && (
        <AttentionBody
          reading={reading} name={nameOf({ run, step: at === null ? null : reading.step })} other={second !== null && other.reading ? { reading: other.reading, name: nameOf(second) } : null}
          step={scoresThere ? step : 'weights'} chosen={chosen} wheelZooms={wheelZooms} onChoose={setChosen}
        />
      )}
    </>
  )
}
