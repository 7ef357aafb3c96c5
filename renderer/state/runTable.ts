import { findField, parseRunFilter, FilterError, metricField, metricsOf, orderRuns, runFields, runPredicate, type Figure, type RunField, type RunFilter } from '../../protocol/runFilter/index.ts'
import { seedPath } from '../../protocol/statistics/index.ts'
import type { RunFigures, RunTableView, SavedView } from '../../protocol/runTable.ts'
import type { RunRecord } from '../../protocol/records.ts'

/** The run table as the page holds it. */
export interface RunTableState {
  view: RunTableView
  saved: SavedView[]
  /** The runs in the trash while they are shown, else null. */
  trashed: RunRecord[] | null
  /** Last values of metrics: key → run → value. */
  figures: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Every metric that any run has. */
  known: string[]
}

export const initialView: RunTableView = {
  filter: '',
  order: { field: 'created', descending: true },
  columns: ['name', 'status', 'tag', 'loss.lambda', 'patch.size', 'mask', 'train.seed', 'eval.epsilonMse', 'eval.text', 'step', 'duration', 'created'],
}

export const initialRunTable: RunTableState = { view: initialView, saved: [], trashed: null, figures: new Map(), known: [] }

/** A filter as far as it can be read. */
export type ReadFilter = { filter: RunFilter; error: null } | { filter: null; error: FilterError }

export const readFilter = (text: string): ReadFilter => {
  try {
    return { filter: parseRunFilter(text), error: null }
  } catch (thrown) {
    if (thrown instanceof FilterError) return { filter: null, error: thrown }
    throw thrown
  }
}

/** The field of a column; one that is not known beforehand is a metric. */
export const columnField = (name: string): RunField => {
  const field = runFields.get(name) ?? findField(name)
  return 'problem' in field ? metricField(name) : field
}

/** The metrics that a view shows, sorts or filters by. */
export const metricsShown = ({ columns, order }: RunTableView, filter: RunFilter | null): string[] =>
  [...new Set([...columns, order.field].map(columnField).filter(({ of }) => of === 'metric').map(({ name }) => name).concat(filter ? metricsOf(filter) : []))]

export const figureIn = (figures: RunTableState['figures']): Figure => (run, key) => figures.get(key)?.get(run)

/** The runs that fit, in order. */
export const rowsOf = (runs: readonly RunRecord[], filter: RunFilter, { order }: RunTableView, figure: Figure): RunRecord[] => {
  const fits = runPredicate(filter)
  return orderRuns(runs.filter((run) => fits(run, figure)), columnField(order.field), order.descending, figure)
}

/** What came from the host: a value for each run that has one. @param number how the wire's NaN is read */
export const withFigures = (state: RunTableState, { runs, values, known }: RunFigures, number: (value: unknown) => number): RunTableState => {
  const figures = new Map(state.figures)
  for (const [key, column] of Object.entries(values)) {
    figures.set(key, new Map(column.flatMap((value, i): [string, number][] => (value === null ? [] : [[runs[i]!, number(value)]]))))
  }
  return { ...state, figures, known }
}

/** A press on a column's head: by it, then the other way round. */
export const orderedBy = (view: RunTableView, field: string): RunTableView =>
  ({ ...view, order: { field, descending: view.order.field === field ? !view.order.descending : columnField(field).kind !== 'text' } })

export const withColumn = (view: RunTableView, field: string, shown: boolean): RunTableView => {
  const others = view.columns.filter((column) => column !== field)
  const columns = shown ? [...others, field] : others
  return columns.length === 0 ? view : { ...view, columns }
}

export const movedColumn = (view: RunTableView, field: string, by: number): RunTableView => {
  const from = view.columns.indexOf(field)
  const to = Math.max(0, Math.min(view.columns.length - 1, from + by))
  return from < 0 || from === to ? view : { ...view, columns: view.columns.toSpliced(from, 1).toSpliced(to, 0, field) }
}

/**
 * Settings of which the runs have more than one value: what parts them most evenly first, so that what a study is about
 * comes before what one odd run alone has; the seed last.
 */
export const settingsThatDiffer = (runs: readonly RunRecord[]): string[] =>
  [...runFields.values()].filter(({ of }) => of === 'config').flatMap(({ name, read }) => {
    const counts = [...Map.groupBy(runs, (run) => JSON.stringify(read(run, () => undefined))).values()].map(({ length }) => length)
    // The chance that two runs drawn at random have the same value.
    const alike = counts.reduce((sum, count) => sum + (count / runs.length) ** 2, 0)
    return counts.length > 1 ? [{ name, alike: name === seedPath ? Infinity : alike }] : []
  }).sort((a, b) => a.alike - b.alike).map(({ name }) => name)

/** The columns of a view when these are its rows. */
export const columnsShown = (view: RunTableView, rows: readonly RunRecord[]): string[] =>
  view.differs ? withSettings(view, settingsThatDiffer(rows)).columns : view.columns

/** With the settings in which the rows differ in place of the chosen ones, or the chosen ones again. */
export const withDifferences = ({ differs, ...view }: RunTableView): RunTableView => (differs ? view : { ...view, differs: true })

/** The view with these settings in place of the settings that it shows: before its first metric, where all else stays. */
export const withSettings = (view: RunTableView, settings: readonly string[]): RunTableView => {
  const others = view.columns.filter((column) => columnField(column).of !== 'config')
  const metric = others.findIndex((column) => columnField(column).of === 'metric')
  const columns = others.toSpliced(metric < 0 ? others.length : metric, 0, ...settings)
  return columns.length === 0 ? view : { ...view, columns }
}
