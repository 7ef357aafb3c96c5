import { useEffect, useMemo, useState } from 'react'
import type { InspectionTarget } from '../../protocol/inspection/index.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { show } from '../actions/runs.ts'
import { newestFirst } from '../state/runs.ts'
import { Icon } from '../ui/Icon.tsx'
import { warmPainting } from './canvas/warmPainting.ts'
import { Inspector } from './views/Inspector.tsx'
import { SourceBar } from './views/SourceBar.tsx'

/** Runs that the choice of a sequence offers. */
const offered = 40

/** The mask inspector, in front. */
export const InspectorPage = ({ of }: { of: InspectionTarget }) => {
  const lab = useLab()
  const runs = useLabState((state) => state.runs)
  const newest = useMemo(() => newestFirst(runs).slice(0, offered), [runs])
  const [sequence, setSequence] = useState(0)
  useEffect(warmPainting, [])
  return (
    <div className="page inspector-page">
      <div className="page-head">
        <button type="button" onClick={() => show(lab, { kind: 'notebook' })}><Icon name="back" />Notebook</button>
        <h2>Mask inspector</h2>
        <SourceBar of={of} runs={newest} sequence={sequence} onSequence={setSequence} onSource={(to) => { setSequence(0); show(lab, { kind: 'inspector', of: to }) }} />
      </div>
      <Inspector key={'layout' in of ? 'layout' : JSON.stringify(of)} spec={{ of, masks: [], ...('layout' in of ? {} : { sequence }) }} whole />
    </div>
  )
}
