import { useState } from 'react'
import { useLabState } from '../actions/lab.ts'
import { recall, remember } from '../actions/memory.ts'
import { isMac, keyLabel } from '../commands/keys.ts'

const key = (keys: string): React.ReactNode => <kbd>{keyLabel(keys, isMac())}</kbd>

/** What there is to know before the first cell, a line each. */
const steps: readonly React.ReactNode[] = [
  <>{key('Shift+Enter')} runs the selected cell and goes on to the next. This example trains a small model in about ten minutes; an edit makes a copy of it, the example stays.</>,
  <>What cells train is kept on the left and goes on when this page is closed. Tick two or more of them to see them side by side; seeds become one row.</>,
  <>{key('Mod+k')} finds every command, {key('?')} shows the keys. A folder of captioned pictures that you drop here becomes a dataset.</>,
]

/** The first visit's tour: three lines above the notebook, shown until they were seen or skipped, and never again. */
export const FirstSteps = () => {
  const [step, setStep] = useState(() => (recall('tour') === null ? 0 : steps.length))
  const open = useLabState((state) => state.notebook !== null)
  const end = (): void => {
    remember('tour', 'seen')
    setStep(steps.length)
  }
  const last = step === steps.length - 1
  if (!open || step >= steps.length) return null
  return (
    <section className="first-steps" aria-label="First steps">
      <span className="faint small">{step + 1} of {steps.length}</span>
      <p aria-live="polite">{steps[step]}</p>
      <span className="spacer" />
      {!last && <button type="button" onClick={end}>Skip</button>}
      <button type="button" className="bordered" onClick={() => (last ? end() : setStep(step + 1))}>{last ? 'Got it' : 'Next tip'}</button>
    </section>
  )
}
