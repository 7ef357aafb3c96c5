import { useCallback, useRef, useState } from 'react'
import type { Figure, RunField } from '../../protocol/runFilter/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import type { RunTableView } from '../../protocol/runTable.ts'
import { useLab } from '../actions/lab.ts'
import { setTableView, tickAll } from '../actions/runTable.ts'
import { show, toggleInBasket } from '../actions/runs.ts'
import { orderedBy } from '../state/runTable.ts'
import { Icon } from '../ui/Icon.tsx'
import { useRowWindow } from '../ui/useRowWindow.ts'
import { gridKey } from './gridKey.ts'
import { RunGridRow } from './RunGridRow.tsx'

interface RunGridProps {
  rows: readonly RunRecord[]
  fields: readonly RunField[]
  view: RunTableView
  figure: Figure
  basket: readonly string[]
  onRename(run: RunRecord): void
  onTrash(runs: readonly RunRecord[]): void
}

/** Of a row, in pixels; runTable.css has the same number. */
const rowHeight = 28

const widths: Record<RunField['kind'], string> = { number: '96px', duration: '96px', text: '108px', flag: '84px', time: '132px', tags: '120px' }
/** Wide enough for its values, and for its own name. A name that is longer is cut, so that every row has the same columns. */
/** In a wide window a name stays near its values. */
const nameAtMost = '460px'
const leastWidthOf = ({ name, kind }: RunField): string => (name === 'name' ? '260px' : ['notes', 'reason', 'remarks'].includes(name) ? '240px' : `max(${widths[kind]}, calc(${name.length}ch + 26px))`)
const widthOf = (field: RunField): string => (field.name === 'name' ? `minmax(${leastWidthOf(field)}, ${nameAtMost})` : leastWidthOf(field))

/** The rows. One tab stop: arrows move, Space ticks, Enter opens, F2 renames, Delete puts into the trash. */
export const RunGrid = ({ rows, fields, view, figure, basket, onRename, onTrash }: RunGridProps) => {
  const lab = useLab()
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const { first, last } = useRowWindow(scroller, rows.length, rowHeight)
  const ticked = new Set(basket)
  const at = Math.max(0, rows.findIndex(({ id }) => id === current))
  const onTick = useCallback((run: RunRecord) => toggleInBasket(lab, run.id), [lab])
  const onOpen = useCallback((run: RunRecord) => show(lab, { kind: 'run', run: run.id }), [lab])
  const onCurrent = useCallback((run: RunRecord) => setCurrent(run.id), [])

  const goTo = (index: number): void => {
    const run = rows[index]
    const element = scroller.current
    if (!run || !element) return
    setCurrent(run.id)
    // The head stays on top and covers as much as a row.
    const top = index * rowHeight
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + 2 * rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + 2 * rowHeight - element.clientHeight
  }

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const run = rows[at]
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const act = gridKey(event.key, at, rows.length, page)
    if (!run || act === null || event.target !== event.currentTarget) return
    event.preventDefault()
    event.stopPropagation()
    if (act.kind === 'go') goTo(current === null ? 0 : act.index)
    if (act.kind === 'tick') onTick(run)
    if (act.kind === 'open') onOpen(run)
    if (act.kind === 'rename') onRename(run)
    if (act.kind === 'trash') onTrash([run])
    if (act.kind === 'leave') show(lab, { kind: 'notebook' })
  }

  const columns = { ['--grid-columns' as string]: ['32px', ...fields.map(widthOf)].join(' '), ['--grid-width' as string]: `calc(${['32px', ...fields.map(leastWidthOf)].join(' + ')})` }
  return (
    <div
      ref={scroller} className={`run-grid ${fields[0]?.name === 'name' ? 'name-first' : ''}`} role="grid" style={columns} tabIndex={0} data-own-keys aria-label="Runs" aria-rowcount={rows.length + 1} aria-colcount={fields.length + 1} aria-multiselectable
      aria-activedescendant={current !== null && at >= first && at < last ? `run-row-${current}` : undefined} onKeyDown={onKeyDown}
    >
      <div className="grid-head" role="row" aria-rowindex={1}>
        <span role="columnheader"><input type="checkbox" aria-label="Tick all that are shown" checked={rows.length > 0 && rows.every(({ id }) => ticked.has(id))} onChange={() => tickAll(lab, rows.map(({ id }) => id))} /></span>
        {fields.map((field) => <Head key={field.name} field={field} order={view.order} onOrder={() => setTableView(lab, (now) => orderedBy(now, field.name))} />)}
      </div>
      <div className="grid-rows" role="rowgroup" style={{ height: rows.length * rowHeight }}>
        {rows.slice(first, last).map((run, i) => (
          // By place: another filter writes into the rows that are there, which takes far less than making new ones.
          <RunGridRow
            key={first + i} run={run} fields={fields} figure={figure} index={first + i} top={(first + i) * rowHeight} ticked={ticked.has(run.id)} current={run.id === current}
            onTick={onTick} onOpen={onOpen} onCurrent={onCurrent}
          />
        ))}
      </div>
    </div>
  )
}

const Head = ({ field, order, onOrder }: { field: RunField; order: RunTableView['order']; onOrder(): void }) => {
  const sorted = order.field === field.name
  return (
    <span role="columnheader" className={field.kind === 'number' || field.kind === 'duration' ? 'number' : ''} aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className="quiet" title={`${field.name}: ${field.description}. Press to sort.`} onClick={onOrder}>
        <span className="ellipsis">{field.name}</span>{sorted && <Icon name={order.descending ? 'down' : 'up'} />}
      </button>
    </span>
  )
}
