import type { Database } from 'better-sqlite3'
import { runTableViewSchema, type SavedView } from '../../protocol/runTable.ts'

/** Saved views of the run table. */
export interface ViewTable {
  /** By name. */
  list(): SavedView[]
  put(view: SavedView): void
  remove(name: string): void
}

/** @param db with the schema in place */
export const createViewTable = (db: Database): ViewTable => {
  const list = db.prepare<[], { name: string; state: string }>('SELECT name, state FROM views ORDER BY name')
  const put = db.prepare<[string, string]>('INSERT OR REPLACE INTO views (name, state) VALUES (?, ?)')
  const remove = db.prepare<[string]>('DELETE FROM views WHERE name = ?')
  return {
    list: () => list.all().flatMap(({ name, state }) => {
      const view = runTableViewSchema.safeParse(JSON.parse(state))
      return view.success ? [{ name, view: view.data }] : []
    }),
    put: ({ name, view }) => void put.run(name, JSON.stringify(view)),
    remove: (name) => void remove.run(name),
  }
}
