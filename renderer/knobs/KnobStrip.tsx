import { memo, useMemo, useState } from 'react'
import type { Cell } from '../../protocol/notebook.ts'
import { holdKnob, letGoOfKnob } from '../actions/cells.ts'
import { useLab } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import { setSource } from '../state/notebookEdits.ts'
import { Knob } from './Knob.tsx'
import { configLiterals, writeLiteral, type Literal } from './literals.ts'

/** More knobs than this push the code that they stand for out of sight: the rest is unfolded on request. */
const atOnce = 8

/** Sliders and selects bound to the config literals of a cell: they write the code and read from it, and hold nothing themselves. */
export const KnobStrip = memo(({ cell }: { cell: Cell }) => {
  const lab = useLab()
  const literals = useMemo(() => configLiterals(cell.source), [cell.source])
  const [all, setAll] = useState(false)
  if (literals.length === 0) return null
  const write = (place: number, value: Literal['value']): void => changeNotebook(lab, (notebook) => {
    // The source may be newer than this picture of it; then its own literal of the same key is meant.
    const source = notebook.cells.find(({ id }) => id === cell.id)?.source ?? ''
    const now = configLiterals(source)[place]
    return now?.field === literals[place]?.field && now ? setSource(notebook, cell.id, writeLiteral(source, now, value)) : notebook
  })
  const more = literals.length - atOnce
  return (
    <div className="knobs" role="group" aria-label="Knobs of the cell">
      {literals.slice(0, all ? undefined : atOnce).map((literal, place) => (
        <Knob key={`${place} ${literal.field.path}`} literal={literal} onHold={() => holdKnob(lab, cell.id)} onLetGo={() => void letGoOfKnob(lab)} onChange={(value) => write(place, value)} />
      ))}
      {more > 0 && <button type="button" className="quiet small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? 'Fewer' : `${more} more`}</button>}
    </div>
  )
})
