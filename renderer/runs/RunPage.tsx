import { useLab, useLabState } from '../actions/lab.ts'
import { show } from '../actions/runs.ts'
import { Icon } from '../ui/Icon.tsx'
import { RunCard } from './RunCard.tsx'

/** One run, in front. */
export const RunPage = ({ run: id }: { run: string }) => {
  const lab = useLab()
  const run = useLabState((state) => state.runs[id])
  const loaded = useLabState((state) => state.loaded)
  return (
    <div className="page">
      <div className="page-head"><button type="button" onClick={() => show(lab, { kind: 'notebook' })}><Icon name="back" />Notebook</button></div>
      {run ? <RunCard run={run} /> : loaded && <p className="empty">This run is not there any more.</p>}
    </div>
  )
}
