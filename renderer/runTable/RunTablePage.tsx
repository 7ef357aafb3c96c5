import { useMemo, useState } from 'react'
import { runsCsv } from '../../protocol/runExport/csv.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { setTableView, showTrash, trashRuns } from '../actions/runTable.ts'
import { show } from '../actions/runs.ts'
import { saveBytes, saveText } from '../actions/takeAway.ts'
import { formatCount } from '../format/numbers.ts'
import { withDifferences } from '../state/runTable.ts'
import { Icon } from '../ui/Icon.tsx'
import { ColumnChooser } from './ColumnChooser.tsx'
import { FilterField } from './FilterField.tsx'
import { ImportanceTable } from './parallel/ImportanceTable.tsx'
import { ParallelCoordinates } from './parallel/ParallelCoordinates.tsx'
import { RenameDialog } from './RenameDialog.tsx'
import { RunGrid } from './RunGrid.tsx'
import { SavedViews } from './SavedViews.tsx'
import { TickedBar } from './TickedBar.tsx'
import { useRunTable } from './useRunTable.ts'

/** All runs as a table: filter, order, columns, tags, trash. */
export const RunTablePage = () => {
  const lab = useLab()
  const { view, trashed } = useLabState((state) => state.runTable)
  const basket = useLabState((state) => state.basket)
  const loaded = useLabState((state) => state.loaded)
  const { rows, all, total, fields, figure, error } = useRunTable()
  const [choosing, setChoosing] = useState(false)
  const [parallel, setParallel] = useState(false)
  const [renaming, setRenaming] = useState<RunRecord | null>(null)
  const ticked = useMemo(() => {
    const ids = new Set(basket)
    return rows.filter(({ id }) => ids.has(id))
  }, [rows, basket])
  const saveParquet = async (): Promise<void> => {
    const { runsParquet } = await import('../../protocol/runExport/parquet.ts')
    saveBytes('runs.parquet', runsParquet(rows, fields, figure), 'application/vnd.apache.parquet')
  }
  const chooseColumns = (): void => {
    // What is chosen from is what is seen.
    if (view.differs) setTableView(lab, (now) => withDifferences({ ...now, columns: fields.map(({ name }) => name) }))
    setChoosing(true)
  }
  const onTrash = (runs: readonly RunRecord[]): void => void trashRuns(lab, runs)
  return (
    <div className="page run-table-page">
      <div className="page-head">
        <button type="button" onClick={() => show(lab, { kind: 'notebook' })}><Icon name="back" />Notebook</button>
        <h2>{trashed ? 'Trash' : 'Runs'}</h2>
        <span className="soft" aria-live="polite">{rows.length === total ? formatCount(total) : `${formatCount(rows.length)} of ${formatCount(total)}`}</span>
        <span className="spacer" />
        <SavedViews />
        <button type="button" className="bordered" aria-pressed={parallel} title="A line per run through the columns; a range dragged on an axis becomes a part of the filter" onClick={() => setParallel(!parallel)}>Lines</button>
        <button type="button" className="bordered" aria-pressed={view.differs ?? false} title="Columns for the settings in which the runs shown differ, and for no others: what parts the runs most evenly first" onClick={() => setTableView(lab, withDifferences)}>What differs{view.differs && ` (${fields.filter(({ of }) => of === 'config').length})`}</button>
        <button type="button" className="bordered" onClick={chooseColumns}>Columns</button>
        <button type="button" className="bordered" title="What is shown, with every digit" onClick={() => saveText('runs.csv', runsCsv(rows, fields, figure), 'text/csv')}><Icon name="download" />CSV</button>
        <button type="button" className="bordered" title="What is shown, in typed columns, for pandas, Polars or DuckDB" onClick={() => void saveParquet()}><Icon name="download" />Parquet</button>
        <button type="button" className="bordered" onClick={() => show(lab, { kind: 'sql' })}>SQL</button>
        <button type="button" className="bordered" aria-pressed={trashed !== null} onClick={() => void showTrash(lab, trashed === null)}><Icon name="trash" />Trash</button>
      </div>
      <FilterField value={view.filter} error={error} onChange={(filter) => setTableView(lab, (now) => ({ ...now, filter }))} />
      {parallel && total > 0 && <ParallelCoordinates all={all} rows={rows} fields={fields} figure={figure} filter={view.filter} basket={basket} />}
      {parallel && total > 0 && <ImportanceTable all={all} rows={rows} fields={fields} figure={figure} />}
      {ticked.length > 0 && <TickedBar runs={ticked} trash={trashed !== null} onTrash={onTrash} />}
      {total === 0 && !loaded ? <p className="soft">Reading …</p> : total === 0
        ? <div className="empty"><h2>{trashed ? 'The trash is empty' : 'No runs yet'}</h2>{!trashed && <p>Run a cell that calls <span className="mono">lab.train</span>.</p>}</div>
        : rows.length === 0
          ? <div className="empty"><h2>No run fits the filter</h2><p><button type="button" className="link" onClick={() => setTableView(lab, (now) => ({ ...now, filter: '' }))}>Show all {formatCount(total)}</button></p></div>
          : <RunGrid rows={rows} fields={fields} view={view} figure={figure} basket={basket} onRename={setRenaming} onTrash={onTrash} />}
      {choosing && <ColumnChooser onClose={() => setChoosing(false)} />}
      {renaming && <RenameDialog run={renaming} onClose={() => setRenaming(null)} />}
    </div>
  )
}
