import { useEffect, useMemo, useRef } from 'react'
import type { Figure, FilterError, RunField } from '../../protocol/runFilter/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { loadFigures, loadViews } from '../actions/runTable.ts'
import { isActive } from '../state/runs.ts'
import { columnField, columnsShown, figureIn, metricsShown, readFilter, rowsOf } from '../state/runTable.ts'

/** How often figures are read anew while something trains, in milliseconds. */
const refreshEvery = 3000

/** The rows and columns of the table as it stands. A filter that cannot be read leaves the rows of the last that could. */
export const useRunTable = (): { rows: RunRecord[]; all: readonly RunRecord[]; total: number; fields: RunField[]; figure: Figure; error: FilterError | null } => {
  const lab = useLab()
  const { view, trashed, figures } = useLabState((state) => state.runTable)
  const runs = useLabState((state) => state.runs)
  const all = useMemo(() => trashed ?? Object.values(runs), [trashed, runs])
  const active = useMemo(() => Object.values(runs).some((run) => isActive(run) && run.status !== 'queued'), [runs])
  const { filter, error } = useMemo(() => readFilter(view.filter), [view.filter])
  const kept = useRef(filter ?? readFilter('').filter!)
  if (filter) kept.current = filter
  const usable = kept.current
  const wanted = metricsShown(view, usable).join(' ')
  const figure = useMemo(() => figureIn(figures), [figures])

  useEffect(() => void loadViews(lab), [lab])
  useEffect(() => {
    void loadFigures(lab)
    if (!active) return
    const timer = setInterval(() => void loadFigures(lab), refreshEvery)
    return () => clearInterval(timer)
  }, [lab, wanted, active])

  const rows = useMemo(() => rowsOf(all, usable, view, figure), [all, usable, view.order, figure])
  const columns = useMemo(() => columnsShown(view, rows), [view.columns, view.differs, rows])
  return {
    rows,
    all,
    total: all.length,
    // By name: rows change at every word from a run that trains, and the columns seldom.
    fields: useMemo(() => columns.map(columnField), [columns.join(' ')]),
    figure, error,
  }
}
