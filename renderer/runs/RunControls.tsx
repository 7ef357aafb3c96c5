import type { RunRecord } from '../../protocol/records.ts'
import { useLab } from '../actions/lab.ts'
import { controlRun } from '../actions/runs.ts'
import { runControls, type RunControl } from '../state/runs.ts'
import { Icon } from '../ui/Icon.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { controlWords } from './statusWords.ts'

/** A finished run is run again to see whether it comes out the same; another one, since it did not come to its end. */
const wordsFor = (run: RunRecord, control: RunControl): (typeof controlWords)[RunControl] =>
  control === 'repeat' ? { ...controlWords.repeat, label: run.status === 'finished' ? 'Reproduce' : 'Retry' } : controlWords[control]

/** The buttons that fit the run's status. */
export const RunControls = ({ run, compact = false }: { run: RunRecord; compact?: boolean }) => {
  const lab = useLab()
  return (
    <span className="row" style={{ gap: 4 }}>
      {runControls[run.status].map((control) => {
        const { label, hint, icon } = wordsFor(run, control)
        if (compact || control === 'remove') return <IconButton key={control} icon={icon} label={`${label} ${run.name}`} onClick={() => void controlRun(lab, run, control)} />
        return <button key={control} type="button" className="bordered" title={hint} onClick={() => void controlRun(lab, run, control)}><Icon name={icon} />{label}</button>
      })}
    </span>
  )
}
