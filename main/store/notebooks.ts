import type { Database } from 'better-sqlite3'

/** What is remembered of a notebook beside its file. */
export interface NotebookRow {
  path: string
  trusted: boolean
  /** When it was last opened, milliseconds since 1970. */
  opened: number | null
}

/** The notebooks that were opened or trusted here. */
export interface NotebookTable {
  get(path: string): NotebookRow | null
  /** Last opened first. */
  list(): NotebookRow[]
  trust(path: string): void
  opened(path: string, at: number): void
  /** Follows a file to its new path, outputs and all; what was known of the new path is forgotten. */
  move(from: string, to: string): void
  forget(path: string): void
}

type Row = { path: string; trusted: number; opened: number | null }

/** @param db with the schema in place */
export const createNotebookTable = (db: Database): NotebookTable => {
  const get = db.prepare<[string], Row>('SELECT * FROM notebooks WHERE path = ?')
  const list = db.prepare<[], Row>('SELECT * FROM notebooks ORDER BY opened DESC NULLS LAST, path')
  const trust = db.prepare<[string]>('INSERT INTO notebooks (path, trusted) VALUES (?, 1) ON CONFLICT (path) DO UPDATE SET trusted = 1')
  const opened = db.prepare<[string, number]>('INSERT INTO notebooks (path, trusted, opened) VALUES (?, 0, ?) ON CONFLICT (path) DO UPDATE SET opened = excluded.opened')
  const move = db.prepare<[string, string]>('UPDATE notebooks SET path = ? WHERE path = ?')
  const forget = db.prepare<[string]>('DELETE FROM notebooks WHERE path = ?')

  const read = (row: Row): NotebookRow => ({ ...row, trusted: row.trusted === 1 })

  return {
    get: (path) => {
      const row = get.get(path)
      return row ? read(row) : null
    },
    list: () => list.all().map(read),
    trust: (path) => void trust.run(path),
    opened: (path, at) => void opened.run(path, at),
    move: db.transaction((from: string, to: string) => {
      forget.run(to)
      move.run(to, from)
    }),
    forget: (path) => void forget.run(path),
  }
}
