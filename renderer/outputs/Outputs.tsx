import type { CellState } from '../../protocol/notebook.ts'
import { joinText } from './joinText.ts'
import { OutputView } from './OutputView.tsx'

/** Everything under a cell. Stale output stays, marked: it is still what the last run gave. */
export const Outputs = ({ state }: { state: CellState }) =>
  state.outputs.length === 0 ? null : (
    <div className={`outputs ${state.stale ? 'is-stale' : ''}`} aria-label="Output">
      {joinText(state.outputs).map((output, i) => <div key={i} className="output"><OutputView output={output} /></div>)}
    </div>
  )
