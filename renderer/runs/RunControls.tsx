import type { RunRecord } from '../../protocol/records.ts'
import { useLab } from '../actions/lab.ts'
import { controlRun } from '../actions/runs.ts'
import { runControls } from '../state/runs.ts'
import { Icon } from '../ui/Icon.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { controlWords } from './statusWords.ts'

/** The buttons that fit the run's status. */
export const RunControls = ({ run, compact = false }: { run: RunRecord; compact?: boolean }) => {
  const lab = useLab()
  return (
    <span className="row" style={{ gap: 4 }}>
      {runControls[run.status].map((control) => {
        const { label, hint, icon } = controlWords[control]
        if (compact || control === 'remove') return <IconButton key={control} icon={icon} label={`${label} ${run.name}`} onClick={() => void controlRun(lab, run, control)} />
        return <button key={control} type="button" className="bordered" title={hint} onClick={() => void controlRun(lab, run, control)}><Icon name={icon} />{label}</button>
      })}
    </span>
  )
}
