import type { Database } from 'better-sqlite3'
import type { MetricCurve, MetricPoint } from '../../protocol/records.ts'
import type { Agreement } from '../../protocol/replay.ts'
import { createAgreement } from './agreement.ts'
import { meanOf, pointsOf } from './spans.ts'
import { createSpanTable, type StepRange } from './spanTable.ts'
import { thin } from './thin.ts'

/** The numbers of runs. */
export interface MetricTable {
  /** In one transaction; a step that is there already is replaced. */
  add(run: string, points: readonly MetricPoint[]): void
  /** Points after a step of all keys with one of the prefixes, thinned to at most `limit` a key. */
  read(run: string, prefixes: readonly string[], afterStep: number, limit: number): MetricPoint[]
  /**
   * Curves of all keys with one of the prefixes, for a chart of some hundred pixels: least and greatest of at least `spans` equal
   * stretches of the range, the first and the last point of it, and the mean of each stretch. Exact where there are fewer points.
   */
  curves(run: string, prefixes: readonly string[], range: StepRange, spans: number): MetricCurve[]
  /** Drops what was measured after a step. */
  truncate(run: string, step: number): void
  /** The newest value of each key. */
  last(run: string): Record<string, number>
  /** The newest value of one key, by run. */
  lastOfAll(key: string): Map<string, number>
  /** What of the numbers of two runs is the same. */
  agreement(run: string, other: string): Agreement
  /** Every key that any run has. */
  keys(): string[]
}

interface Series { id: number; key: string; folded: 0 | 1 }
interface Point { step: number; value: number | null }

/** @param db with the schema in place */
export const createMetricTable = (db: Database): MetricTable => {
  const spans = createSpanTable(db)
  const addSeries = db.prepare<[string, string]>('INSERT OR IGNORE INTO metric_series (run, key) VALUES (?, ?)')
  const findSeries = db.prepare<[string, string], Series>('SELECT id, key, folded FROM metric_series WHERE run = ? AND key = ?')
  const allSeries = db.prepare<[string], Series>('SELECT id, key, folded FROM metric_series WHERE run = ? ORDER BY key')
  const setFolded = db.prepare<[number]>('UPDATE metric_series SET folded = 1 WHERE id = ?')
  const dropAfter = db.prepare<[number, number]>('DELETE FROM metrics WHERE series = ? AND step > ?')
  const edges = db.prepare<[{ id: number } & StepRange], Point>(`
    SELECT * FROM (SELECT step, value FROM metrics WHERE series = @id AND step BETWEEN @from AND @to ORDER BY step LIMIT 1)
    UNION SELECT * FROM (SELECT step, value FROM metrics WHERE series = @id AND step BETWEEN @from AND @to ORDER BY step DESC LIMIT 1)`)
  const put = db.prepare<[number, number, number | null]>('INSERT OR REPLACE INTO metrics (series, step, value) VALUES (?, ?, ?)')
  const after = db.prepare<[number, number], Point>('SELECT step, value FROM metrics WHERE series = ? AND step > ? ORDER BY step')
  const newest = db.prepare<[number], Point>('SELECT step, value FROM metrics WHERE series = ? ORDER BY step DESC LIMIT 1')

  const newestOfAll = db.prepare<[string], { run: string; value: number | null }>(`
    SELECT s.run, m.value FROM metric_series s JOIN metrics m ON m.series = s.id AND m.step = (SELECT max(step) FROM metrics WHERE series = s.id) WHERE s.key = ?`)
  // Each key by one step down the index: there are few keys and very many series.
  const keys = db.prepare<[], { key: string }>(`
    WITH RECURSIVE found (key) AS (SELECT min(key) FROM metric_series UNION ALL SELECT (SELECT min(key) FROM metric_series WHERE key > found.key) FROM found WHERE found.key IS NOT NULL)
    SELECT key FROM found WHERE key IS NOT NULL`)

  const seriesOf = (run: string, key: string): Series => {
    addSeries.run(run, key)
    return findSeries.get(run, key)!
  }

  /** What was there before spans were is folded with what changed. */
  const refold = ({ id, folded }: Series, from: number): void => {
    spans.refold(id, folded ? from : 0)
    if (!folded) setFolded.run(id)
  }

  const add = db.transaction((run: string, points: readonly MetricPoint[]) => {
    const changed = new Map<string, { series: Series; from: number }>()
    for (const { key, step, value } of points) {
      const known = changed.get(key)
      const series = known?.series ?? seriesOf(run, key)
      changed.set(key, { series, from: Math.min(step, known?.from ?? step) })
      put.run(series.id, step, Number.isNaN(value) ? null : value)
    }
    for (const { series, from } of changed.values()) refold(series, from)
  })

  const truncate = db.transaction((run: string, step: number) => {
    for (const series of allSeries.all(run)) if (dropAfter.run(series.id, step).changes > 0) refold(series, step + 1)
  })

  const curve = (series: Series, range: StepRange, enough: number): MetricCurve => {
    // A reader cannot fold; it reads the points themselves.
    if (!series.folded && !db.readonly) refold(series, 0)
    const read = spans.read(series.id, range, enough)
    const single = read.every(({ first, last }) => first === last)
    const drawn = new Map(single ? [] : edges.all({ id: series.id, ...range }).map(({ step, value }) => [step, value ?? NaN]))
    for (const span of read) for (const { step, value } of pointsOf(span)) drawn.set(step, value)
    const steps = [...drawn.keys()].sort((a, b) => a - b)
    const means = single ? null : read.map(meanOf).filter((mean) => mean !== null)
    return { key: series.key, steps, values: steps.map((step) => drawn.get(step)!), means: means && { steps: means.map(({ step }) => step), values: means.map(({ value }) => value) } }
  }

  const withPrefix = (run: string, prefixes: readonly string[]): Series[] => allSeries.all(run).filter(({ key }) => prefixes.some((prefix) => key.startsWith(prefix)))

  return {
    add: (run, points) => void add(run, points),
    read: (run, prefixes, afterStep, limit) =>
      withPrefix(run, prefixes).flatMap(({ id, key }) => thin(after.all(id, afterStep).map(({ step, value }) => ({ step, key, value: value ?? NaN })), limit)),
    curves: (run, prefixes, range, enough) => withPrefix(run, prefixes).map((series) => curve(series, range, enough)),
    truncate: (run, step) => void truncate(run, step),
    agreement: createAgreement(db),
    lastOfAll: (key) => new Map(newestOfAll.all(key).map(({ run, value }) => [run, value ?? NaN])),
    keys: () => keys.all().map(({ key }) => key),
    last: (run) => Object.fromEntries(
      allSeries.all(run).flatMap(({ id, key }) => {
        const point = newest.get(id)
        return point ? [[key, point.value ?? NaN]] : []
      })),
  }
}
