import { memo } from 'react'
import type { Figure, RunField } from '../../protocol/runFilter/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { StatusMark } from '../runs/StatusMark.tsx'
import { shortStatus } from '../runs/statusWords.ts'
import { cellText } from './cellText.ts'

interface RunGridRowProps {
  run: RunRecord
  fields: readonly RunField[]
  figure: Figure
  index: number
  top: number
  ticked: boolean
  current: boolean
  onTick(run: RunRecord): void
  onOpen(run: RunRecord): void
  onCurrent(run: RunRecord): void
}

const content = (run: RunRecord, field: RunField, figure: Figure): React.ReactNode => {
  if (field.name === 'status') return <StatusMark status={run.status} words={shortStatus(run)} />
  if (field.name === 'tag') return run.tags.map((tag) => <span key={tag} className="badge plain">{tag}</span>)
  return cellText(field, field.read(run, figure))
}

/** A run in the table. */
export const RunGridRow = memo(({ run, fields, figure, index, top, ticked, current, onTick, onOpen, onCurrent }: RunGridRowProps) => (
  <div
    className={`grid-row ${current ? 'current' : ''}`} role="row" id={`run-row-${run.id}`} aria-rowindex={index + 2} aria-selected={ticked} style={{ top }}
    onMouseDown={() => onCurrent(run)} onDoubleClick={() => onOpen(run)}
  >
    <span role="gridcell"><input type="checkbox" tabIndex={-1} aria-label={`Tick ${run.name}`} checked={ticked} onChange={() => onTick(run)} onDoubleClick={(event) => event.stopPropagation()} /></span>
    {fields.map((field) => (
      <span key={field.name} role="gridcell" className={`ellipsis ${field.kind === 'number' || field.kind === 'duration' ? 'number' : ''}`} title={field.name === 'name' ? run.notes || run.name : undefined}>
        {field.name === 'name'
          ? <button type="button" tabIndex={-1} className="link ellipsis" onClick={() => onOpen(run)}>{run.name}</button>
          : content(run, field, figure)}
      </span>
    ))}
  </div>
))
