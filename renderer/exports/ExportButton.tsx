import { useState } from 'react'
import type { RunRecord } from '../../protocol/records.ts'
import { Icon } from '../ui/Icon.tsx'
import { ExportDialog } from './ExportDialog.tsx'

/** Opens the dialog that takes a run's checkpoint away. */
export const ExportButton = ({ run }: { run: RunRecord }) => {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="bordered" title="Writes a checkpoint for use outside this app" onClick={() => setOpen(true)}><Icon name="download" />Export</button>
      {open && <ExportDialog run={run} onClose={() => setOpen(false)} />}
    </>
  )
}
