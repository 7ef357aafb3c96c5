import type { CellState } from '../../protocol/notebook.ts'
import { formatDuration } from '../format/time.ts'
import { Icon } from '../ui/Icon.tsx'
import { useNow } from '../ui/useNow.ts'
import { cellWords } from './cellWords.ts'

/** What a code cell is doing or did, how long it took, and whether that still belongs to its source. */
export const CellStatus = ({ state }: { state: CellState }) => {
  const now = useNow(state.status === 'running')
  const words = cellWords[state.status]
  if (!words && !state.stale) return null
  const elapsed = state.started === null ? null : (state.ended ?? (state.status === 'running' ? now : null))
  return (
    <div className="cell-status">
      {words && <span className={`status ${words.look}`}><Icon name={words.icon} />{words.word}{elapsed !== null && state.started !== null && state.status !== 'queued' && ` ${formatDuration(elapsed - state.started)}`}</span>}
      {state.stale && <span className="badge stale" title="The source has changed since this ran, or a cell that it depends on has run since."><Icon name="warning" />stale</span>}
    </div>
  )
}
