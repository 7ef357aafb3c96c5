import type { Database } from 'better-sqlite3'
import type { MetricPoint } from '../../protocol/records.ts'
import { thin } from './thin.ts'

/** The numbers of runs. */
export interface MetricTable {
  /** In one transaction; a step that is there already is replaced. */
  add(run: string, points: readonly MetricPoint[]): void
  /** Points after a step of all keys with one of the prefixes, thinned to at most `limit` a key. */
  read(run: string, prefixes: readonly string[], afterStep: number, limit: number): MetricPoint[]
  /** The newest value of each key. */
  last(run: string): Record<string, number>
  /** The newest value of one key, by run. */
  lastOfAll(key: string): Map<string, number>
  /** Every key that any run has. */
  keys(): string[]
}

interface Series { id: number; key: string }
interface Point { step: number; value: number | null }

/** @param db with the schema in place */
export const createMetricTable = (db: Database): MetricTable => {
  const addSeries = db.prepare<[string, string]>('INSERT OR IGNORE INTO metric_series (run, key) VALUES (?, ?)')
  const findSeries = db.prepare<[string, string], Series>('SELECT id, key FROM metric_series WHERE run = ? AND key = ?')
  const allSeries = db.prepare<[string], Series>('SELECT id, key FROM metric_series WHERE run = ? ORDER BY key')
  const put = db.prepare<[number, number, number | null]>('INSERT OR REPLACE INTO metrics (series, step, value) VALUES (?, ?, ?)')
  const after = db.prepare<[number, number], Point>('SELECT step, value FROM metrics WHERE series = ? AND step > ? ORDER BY step')
  const newest = db.prepare<[number], Point>('SELECT step, value FROM metrics WHERE series = ? ORDER BY step DESC LIMIT 1')

  const newestOfAll = db.prepare<[string], { run: string; value: number | null }>(`
    SELECT s.run, m.value FROM metric_series s JOIN metrics m ON m.series = s.id AND m.step = (SELECT max(step) FROM metrics WHERE series = s.id) WHERE s.key = ?`)
  // Each key by one step down the index: there are few keys and very many series.
  const keys = db.prepare<[], { key: string }>(`
    WITH RECURSIVE found (key) AS (SELECT min(key) FROM metric_series UNION ALL SELECT (SELECT min(key) FROM metric_series WHERE key > found.key) FROM found WHERE found.key IS NOT NULL)
    SELECT key FROM found WHERE key IS NOT NULL`)

  const seriesOf = (run: string, key: string): number => {
    addSeries.run(run, key)
    return findSeries.get(run, key)!.id
  }

  const add = db.transaction((run: string, points: readonly MetricPoint[]) => {
    const ids = new Map<string, number>()
    for (const { key, step, value } of points) {
      const id = ids.get(key) ?? seriesOf(run, key)
      ids.set(key, id)
      put.run(id, step, Number.isNaN(value) ? null : value)
    }
  })

  return {
    add: (run, points) => void add(run, points),
    read: (run, prefixes, afterStep, limit) =>
      allSeries.all(run)
        .filter(({ key }) => prefixes.some((prefix) => key.startsWith(prefix)))
        .flatMap(({ id, key }) => thin(after.all(id, afterStep).map(({ step, value }) => ({ step, key, value: value ?? NaN })), limit)),
    lastOfAll: (key) => new Map(newestOfAll.all(key).map(({ run, value }) => [run, value ?? NaN])),
    keys: () => keys.all().map(({ key }) => key),
    last: (run) => Object.fromEntries(
      allSeries.all(run).flatMap(({ id, key }) => {
        const point = newest.get(id)
        return point ? [[key, point.value ?? NaN]] : []
      })),
  }
}
