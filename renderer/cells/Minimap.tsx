import { memo, useDeferredValue } from 'react'
import type { Cell, CellState } from '../../protocol/notebook.ts'
import { goToCell } from '../actions/cells.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { cellWords } from './cellWords.ts'

/** Fewer cells than this are in sight anyway. */
const fewest = 8

/** A narrow strip beside the notebook: a mark for each cell, in the colour of what it is doing. A press goes there; the keyboard has the outline. */
export const Minimap = () => {
  const cells = useDeferredValue(useLabState((state) => state.notebook?.cells))
  const states = useLabState((state) => state.notebook?.states)
  const selected = useLabState((state) => state.notebook?.selected)
  if (!cells || cells.length < fewest) return null
  return (
    <div className="minimap" role="group" aria-label="Minimap of cells">
      {cells.map((cell, i) => <Mark key={cell.id} id={cell.id} place={i + 1} look={lookOf(cell, states?.[cell.id])} current={cell.id === selected} />)}
    </div>
  )
}

const Mark = memo(({ id, place, look, current }: { id: string; place: number; look: string; current: boolean }) => {
  const lab = useLab()
  return <button type="button" tabIndex={-1} className={`${look} ${current ? 'current' : ''}`} aria-label={`Cell ${place}: ${look}`} title={`Cell ${place}: ${look}`} onClick={() => goToCell(lab, id)} />
})

/** What is most urgent to know of a cell, in a word that is also its class. */
const lookOf = ({ kind }: Cell, state: CellState | undefined): string => {
  if (kind === 'markdown') return 'text'
  if (!state) return 'idle'
  if (state.stale && state.status === 'done') return 'stale'
  return cellWords[state.status]?.word.replace(' after', '') ?? 'idle'
}
