import { formatCount } from '../format/numbers.ts'

interface StepSliderProps {
  steps: readonly number[]
  step: number
  onChange(step: number): void
}

/** Moves among the steps that have pictures. */
export const StepSlider = ({ steps, step, onChange }: StepSliderProps) => (
  <label className="step-slider small soft">
    Step
    <input
      type="range" min={0} max={Math.max(0, steps.length - 1)} value={Math.max(0, steps.indexOf(step))} disabled={steps.length < 2}
      aria-valuetext={`step ${step}`} onChange={(event) => onChange(steps[Number(event.target.value)] ?? step)}
    />
    <output className="mono">{formatCount(step)}</output>
    {steps.length > 1 && <span className="faint">{steps.indexOf(step) + 1} of {steps.length}</span>}
  </label>
)
