import { memo, useMemo } from 'react'
import type { Cell } from '../../protocol/notebook.ts'
import { holdKnob, letGoOfKnob } from '../actions/cells.ts'
import { useLab } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import { setSource } from '../state/notebookEdits.ts'
import { Knob } from './Knob.tsx'
import { configLiterals, writeLiteral, type Literal } from './literals.ts'

/** Sliders and selects bound to the config literals of a cell: they write the code and read from it, and hold nothing themselves. */
export const KnobStrip = memo(({ cell }: { cell: Cell }) => {
  const lab = useLab()
  const literals = useMemo(() => configLiterals(cell.source), [cell.source])
  if (literals.length === 0) return null
  const write = (place: number, value: Literal['value']): void => changeNotebook(lab, (notebook) => {
    // The source may be newer than this picture of it; then its own literal of the same key is meant.
    const source = notebook.cells.find(({ id }) => id === cell.id)?.source ?? ''
    const now = configLiterals(source)[place]
    return now?.field === literals[place]?.field && now ? setSource(notebook, cell.id, writeLiteral(source, now, value)) : notebook
  })
  return (
    <div className="knobs" role="group" aria-label="Knobs of the cell">
      {literals.map((literal, place) => (
        <Knob key={`${place} ${literal.field.path}`} literal={literal} onHold={() => holdKnob(lab, cell.id)} onLetGo={() => void letGoOfKnob(lab)} onChange={(value) => write(place, value)} />
      ))}
    </div>
  )
})
