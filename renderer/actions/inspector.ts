import type { InspectionTarget } from '../../protocol/inspection/index.ts'
import type { LabState } from '../state/labState.ts'
import type { Lab } from './lab.ts'
import { show } from './runs.ts'

/** What the inspector opens on: the run in front, else the nano preset's dataset. */
export const inspectionTarget = ({ view, runs }: Pick<LabState, 'view' | 'runs'>): InspectionTarget =>
  view.kind === 'inspector' ? view.of : view.kind === 'run' && runs[view.run] ? { run: view.run } : { config: { preset: 'nano' } }

export const openInspector = (lab: Lab, of: InspectionTarget = inspectionTarget(lab.store.get())): void => show(lab, { kind: 'inspector', of })

/** The documents of what is in front, else of the nano preset. */
export const openDataset = (lab: Lab): void => {
  const state = lab.store.get()
  const of = inspectionTarget(state)
  show(lab, { kind: 'dataset', of: state.view.kind === 'dataset' ? state.view.of : 'layout' in of ? { config: { preset: 'nano' } } : of })
}
