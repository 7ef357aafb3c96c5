import type { RunRecord } from '../../protocol/records.ts'
import { Icon } from '../ui/Icon.tsx'

/** What a run went on in spite of: files that were skipped, a cache that was made anew. */
export const RunRemarks = ({ run }: { run: RunRecord }) => run.remarks.length > 0 && (
  <ul className="run-remarks" aria-label="Remarks">
    {run.remarks.map((text) => <li key={text}><Icon name="warning" />{text}</li>)}
  </ul>
)
