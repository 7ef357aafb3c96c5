import type { Database } from 'better-sqlite3'
import type { CellState } from '../../protocol/notebook.ts'

/** What one cell last showed, and for which source. */
export interface StoredOutput {
  cell: string
  /** Place in the notebook: with the hash it finds the cell again after an edit elsewhere. */
  position: number
  /** Hash of the source that made the outputs. */
  contentHash: string
  state: CellState
}

/** Cell outputs by notebook and cell. */
export interface OutputTable {
  /** In notebook order. */
  list(notebook: string): StoredOutput[]
  put(notebook: string, output: StoredOutput): void
  /** Makes the outputs of a notebook exactly these. */
  replaceAll(notebook: string, outputs: readonly StoredOutput[]): void
  remove(notebook: string, cell: string): void
}

type Row = Omit<StoredOutput, 'state'> & { state: string }

/** @param db with the schema in place */
export const createOutputTable = (db: Database): OutputTable => {
  const list = db.prepare<[string], Row>('SELECT cell, position, content_hash AS contentHash, state FROM cell_outputs WHERE notebook = ? ORDER BY position, cell')
  const know = db.prepare<[string]>('INSERT OR IGNORE INTO notebooks (path, trusted) VALUES (?, 0)')
  const put = db.prepare<[Row & { notebook: string }]>(
    'INSERT OR REPLACE INTO cell_outputs (notebook, cell, position, content_hash, state) VALUES (@notebook, @cell, @position, @contentHash, @state)')
  const remove = db.prepare<[string, string]>('DELETE FROM cell_outputs WHERE notebook = ? AND cell = ?')
  const clear = db.prepare<[string]>('DELETE FROM cell_outputs WHERE notebook = ?')

  const write = (notebook: string, output: StoredOutput): void => {
    know.run(notebook)
    put.run({ ...output, notebook, state: JSON.stringify(output.state) })
  }

  return {
    list: (notebook) => list.all(notebook).map((row) => ({ ...row, state: JSON.parse(row.state) as CellState })),
    put: db.transaction(write),
    replaceAll: db.transaction((notebook, outputs) => {
      clear.run(notebook)
      for (const output of outputs) write(notebook, output)
    }),
    remove: (notebook, cell) => void remove.run(notebook, cell),
  }
}
