import Database from 'better-sqlite3'
import { InputError, messageOf } from '../../../protocol/errors.ts'
import { queryRows, type QueryResult } from '../../../protocol/runTable.ts'

/** Longest text that a field of a result shows. */
const textLimit = 2000

/**
 * Runs one SELECT on a database that it cannot change.
 * @throws InputError with SQLite's own words, or why the statement is not one of those
 */
export const runQuery = (path: string, sql: string): QueryResult => {
  const db = new Database(path, { readonly: true, timeout: 2000 })
  try {
    const statement = prepared(db, sql)
    const started = performance.now()
    const columns = statement.columns().map(({ name }) => name)
    const rows: QueryResult['rows'] = []
    let cut = false
    for (const row of statement.raw().iterate() as IterableIterator<unknown[]>) {
      cut = rows.length === queryRows
      if (cut) break
      rows.push(row.map(shown))
    }
    return { columns, rows, cut, milliseconds: performance.now() - started }
  } catch (thrown) {
    if (thrown instanceof InputError) throw thrown
    throw new InputError(`SQLite says: ${messageOf(thrown)}.`)
  } finally {
    db.close()
  }
}

const prepared = (db: Database.Database, sql: string): Database.Statement => {
  let statement: Database.Statement
  try {
    statement = db.prepare(sql)
  } catch (thrown) {
    if (/more than one statement/.test(messageOf(thrown))) throw new InputError('That is more than one statement; run them one at a time.')
    throw thrown
  }
  // What gives no rows changes something: VACUUM INTO and ATTACH would even where the database itself cannot be written.
  if (!statement.reader || !statement.readonly) throw new InputError('Only statements that read can be run here: SELECT, WITH, EXPLAIN, and PRAGMA that asks.')
  return statement
}

const shown = (value: unknown): string | number | null =>
  value === null || typeof value === 'number' ? value
    : Buffer.isBuffer(value) ? `blob of ${value.length} bytes`
      : typeof value === 'string' && value.length > textLimit ? `${value.slice(0, textLimit)}… (${value.length} characters)` : String(value)
