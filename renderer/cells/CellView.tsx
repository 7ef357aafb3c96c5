import { memo, useEffect, useRef } from 'react'
import type { Cell, CellState } from '../../protocol/notebook.ts'
import { useLab } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import { KnobStrip } from '../knobs/KnobStrip.tsx'
import { Outputs } from '../outputs/Outputs.tsx'
import { selectCell } from '../state/notebookEdits.ts'
import { idleState, type Fold } from '../state/notebook.ts'
import { CellGutter } from './CellGutter.tsx'
import { CellStatus } from './CellStatus.tsx'
import { CellTools } from './CellTools.tsx'
import { CodeInput } from './CodeInput.tsx'
import { FoldedPart } from './FoldedPart.tsx'
import { MarkdownInput } from './MarkdownInput.tsx'

interface CellViewProps {
  session: number
  cell: Cell
  state: CellState | undefined
  fold: Fold | undefined
  index: number
  count: number
  selected: boolean
  editing: boolean
}

/** A cell: its source, what it is doing, and what it showed. */
export const CellView = memo(({ session, cell, state = idleState, fold, index, count, selected, editing }: CellViewProps) => {
  const lab = useLab()
  const element = useRef<HTMLElement>(null)
  const stale = cell.kind === 'code' && state.stale

  useEffect(() => {
    const cellElement = element.current
    if (!selected || editing || !cellElement) return
    // Buttons and fields inside the cell keep the focus that the user gave them.
    const focused = document.activeElement
    if (!cellElement.contains(focused) || focused?.closest('[data-cell-editor]')) cellElement.focus({ preventScroll: true })
    if (!cellElement.contains(focused)) cellElement.scrollIntoView({ block: 'nearest' })
  }, [selected, editing])

  const classes = ['cell', `is-${cell.kind}`, selected && 'selected', selected && (editing ? 'editing' : 'command'), stale && 'stale'].filter(Boolean).join(' ')
  const Input = cell.kind === 'code' ? CodeInput : MarkdownInput
  return (
    <section
      ref={element} className={classes} tabIndex={selected ? 0 : -1} data-cell={cell.id} aria-current={selected || undefined}
      aria-label={`Cell ${index + 1} of ${count}, ${cell.kind === 'code' ? `code, ${state.status}${stale ? ', stale' : ''}` : 'text'}`}
      onMouseDown={(event) => {
        if (!selected && !(event.target as Element).closest('button, .cell-input')) changeNotebook(lab, (now) => selectCell(now, cell.id))
      }}
    >
      <CellGutter cell={cell} state={state} />
      <div className="cell-body">
        {cell.kind === 'code' && !fold?.code && <KnobStrip cell={cell} />}
        {fold?.code && !editing
          ? <FoldedPart cell={cell.id} part="code" words={cell.source.split('\n')[0] || 'empty cell'} />
          : <Input session={session} cell={cell} selected={selected} editing={editing} />}
        {cell.kind === 'code' && <CellStatus state={state} />}
        {cell.kind === 'code' && (fold?.output && state.outputs.length > 0 ? <FoldedPart cell={cell.id} part="output" words="Output" /> : <Outputs state={state} />)}
      </div>
      <CellTools cell={cell} index={index} count={count} hasOutput={state.outputs.length > 0} pinned={state.pinned !== undefined} />
    </section>
  )
})
