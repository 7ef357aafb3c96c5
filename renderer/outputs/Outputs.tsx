import type { CellOutput, CellState, PinnedOutput } from '../../protocol/notebook.ts'
import { Icon } from '../ui/Icon.tsx'
import { joinText } from './joinText.ts'
import { OutputView } from './OutputView.tsx'

/** Everything under a cell. Stale output stays, marked: it is still what the last run gave. What is pinned stands beside what a later run gives. */
export const Outputs = ({ state }: { state: CellState }) => {
  const { pinned, outputs, stale } = state
  if (pinned && pinned.started !== state.started) {
    return (
      <div className="outputs-beside">
        <section aria-label="Pinned output"><PinnedHead pinned={pinned} /><OutputList outputs={pinned.outputs} /></section>
        <section aria-label="Output" className={stale ? 'is-stale' : ''}><p className="beside-head">Now</p><OutputList outputs={outputs} /></section>
      </div>
    )
  }
  if (outputs.length === 0) return null
  return (
    <div className={`outputs ${stale ? 'is-stale' : ''}`} aria-label="Output">
      {pinned && <PinnedHead pinned={pinned} />}
      <OutputItems outputs={outputs} />
    </div>
  )
}

const OutputList = ({ outputs }: { outputs: readonly CellOutput[] }) => <div className="outputs"><OutputItems outputs={outputs} /></div>

const OutputItems = ({ outputs }: { outputs: readonly CellOutput[] }) => joinText(outputs).map((output, i) => <div key={i} className="output"><OutputView output={output} /></div>)

/** When the pinned output was made, and of which source. */
const PinnedHead = ({ pinned: { ended, source } }: { pinned: PinnedOutput }) => (
  <p className="beside-head"><Icon name="pin" />Pinned, {new Date(ended).toLocaleString('sv-SE')}, source <span className="mono" title={source}>{source.slice(0, 7)}</span></p>
)
