import type { RunRecord } from '../../protocol/records.ts'
import { useLab } from '../actions/lab.ts'
import { renameRun } from '../actions/runs.ts'
import { Dialog } from '../ui/Dialog.tsx'

/** F2: another name for a run. */
export const RenameDialog = ({ run, onClose }: { run: RunRecord; onClose(): void }) => {
  const lab = useLab()
  return (
    <Dialog label="Rename the run" onClose={onClose}>
      <input
        type="text" className="palette-input" aria-label="Name of the run" defaultValue={run.name} autoFocus onFocus={(event) => event.target.select()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          void renameRun(lab, run, event.currentTarget.value)
          onClose()
        }}
      />
    </Dialog>
  )
}
