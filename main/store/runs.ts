import type { Database, Statement } from 'better-sqlite3'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { fromRow, readConfig, toRow, type RunChanges, type RunRow } from './runRow.ts'

/** The table of runs. */
export interface RunTable {
  insert(run: RunRecord): void
  update(id: string, changes: RunChanges): RunRecord
  /** The run, trashed or not. */
  get(id: string): RunRecord | null
  /** Newest first, without the trash. */
  list(): RunRecord[]
  /** Newest first, without the trash. */
  byConfig(configHash: string): RunRecord[]
  /** Puts a run at the end of the queue's order. */
  enqueue(id: string): void
  /** Puts queued runs in this order; the others keep theirs, after them. */
  order(ids: readonly string[]): void
  /** Queued runs in the order in which they were queued. */
  queued(): RunRecord[]
  /** Newest first, the trash alone. */
  trashed(): RunRecord[]
  trash(id: string, at: number): void
  restore(id: string): void
  isTrashed(id: string): boolean
}

/** @param db with the schema in place */
export const createRunTable = (db: Database): RunTable => {
  const byId = db.prepare<[string], RunRow>('SELECT * FROM runs WHERE id = ?')
  const all = db.prepare<[], RunRow>('SELECT * FROM runs WHERE deleted IS NULL ORDER BY id DESC')
  const trashed = db.prepare<[], RunRow>('SELECT * FROM runs WHERE deleted IS NOT NULL ORDER BY deleted DESC, id DESC')
  const byConfig = db.prepare<[string], RunRow>('SELECT * FROM runs WHERE config_hash = ? AND deleted IS NULL ORDER BY id DESC')
  const queued = db.prepare<[], RunRow>("SELECT * FROM runs WHERE status = 'queued' AND deleted IS NULL ORDER BY queued, id")
  const statements = new Map<string, Statement<[RunRow]>>()

  /** A run's config never changes, and reading one costs more than the rest of its row. */
  const configs = new Map<string, RunConfig>()

  const read = (row: RunRow): RunRecord => {
    const id = String(row['id'])
    const config = configs.get(id) ?? readConfig(String(row['config']))
    configs.set(id, config)
    return fromRow(row, config)
  }

  const statement = (sql: string): Statement<[RunRow]> => {
    const known = statements.get(sql) ?? db.prepare<[RunRow]>(sql)
    statements.set(sql, known)
    return known
  }

  const get = (id: string): RunRecord | null => {
    const row = byId.get(id)
    return row ? read(row) : null
  }

  return {
    insert: (run) => {
      const row = toRow(run)
      const names = Object.keys(row)
      statement(`INSERT INTO runs (${names.join(', ')}, queued) VALUES (${names.map((name) => `@${name}`).join(', ')}, (SELECT coalesce(max(queued), 0) + 1 FROM runs))`).run(row)
    },
    update: (id, changes) => {
      const row = toRow(changes)
      const assignments = Object.keys(row).map((name) => `${name} = @${name}`)
      if (assignments.length > 0) statement(`UPDATE runs SET ${assignments.join(', ')} WHERE id = @id`).run({ ...row, id })
      const updated = get(id)
      if (!updated) throw new Error(`no run ${id} to update`)
      return updated
    },
    get,
    list: () => all.all().map(read),
    byConfig: (configHash) => byConfig.all(configHash).map(read),
    enqueue: (id) => void statement('UPDATE runs SET queued = (SELECT max(queued) + 1 FROM runs) WHERE id = @id').run({ id }),
    order: db.transaction((ids: readonly string[]) => {
      const waiting = queued.all()
      const places = waiting.map((row) => Number(row['queued']))
      const known = new Set(waiting.map((row) => String(row['id'])))
      const first = [...new Set(ids)].filter((id) => known.has(id))
      const order = [...first, ...[...known].filter((id) => !first.includes(id))]
      for (const [i, id] of order.entries()) statement('UPDATE runs SET queued = @place WHERE id = @id').run({ id, place: places[i]! })
    }),
    queued: () => queued.all().map(read),
    trashed: () => trashed.all().map(read),
    trash: (id, at) => void statement('UPDATE runs SET deleted = @at WHERE id = @id').run({ id, at }),
    restore: (id) => void statement('UPDATE runs SET deleted = NULL WHERE id = @id').run({ id }),
    isTrashed: (id) => (byId.get(id)?.['deleted'] ?? null) !== null,
  }
}
