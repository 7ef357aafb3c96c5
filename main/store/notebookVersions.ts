import type { Database } from 'better-sqlite3'

export interface NotebookVersion {
  /** When the file was written, milliseconds since 1970. */
  at: number
  text: string
}

/** Earlier texts of notebooks. */
export interface NotebookVersionTable {
  /** Newest first. */
  list(notebook: string): NotebookVersion[]
  get(notebook: string, at: number): NotebookVersion | null
  /** Adds a version and drops others, at once. */
  put(notebook: string, version: NotebookVersion, drop: readonly number[]): void
}

/** @param db with the schema in place */
export const createNotebookVersionTable = (db: Database): NotebookVersionTable => {
  const list = db.prepare<[string], NotebookVersion>('SELECT at, text FROM notebook_versions WHERE notebook = ? ORDER BY at DESC')
  const get = db.prepare<[string, number], NotebookVersion>('SELECT at, text FROM notebook_versions WHERE notebook = ? AND at = ?')
  const put = db.prepare<[string, number, string]>('INSERT OR REPLACE INTO notebook_versions (notebook, at, text) VALUES (?, ?, ?)')
  const drop = db.prepare<[string, number]>('DELETE FROM notebook_versions WHERE notebook = ? AND at = ?')
  return {
    list: (notebook) => list.all(notebook),
    get: (notebook, at) => get.get(notebook, at) ?? null,
    put: db.transaction((notebook: string, version: NotebookVersion, dropped: readonly number[]) => {
      for (const at of dropped) drop.run(notebook, at)
      put.run(notebook, version.at, version.text)
    }),
  }
}
