import { dirname, isAbsolute, relative, resolve } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { CheckpointRecord } from '../../protocol/records.ts'

/** Which checkpoints there are; the folders themselves lie beside the database. */
export interface CheckpointTable {
  /** Synced to the disk before it returns; a checkpoint of the same step is replaced. */
  put(checkpoint: CheckpointRecord): void
  /** Oldest first. */
  list(run: string): CheckpointRecord[]
  remove(run: string, step: number): void
}

type Row = Omit<CheckpointRecord, 'pinned'> & { pinned: number }

/** @param db with the schema in place */
export const createCheckpointTable = (db: Database): CheckpointTable => {
  const home = dirname(resolve(db.name))
  const put = db.prepare<[Row]>(
    `INSERT OR REPLACE INTO checkpoints (run, step, directory, sha256, bytes, kind, pinned, created)
     VALUES (@run, @step, @directory, @sha256, @bytes, @kind, @pinned, @created)`)
  const ofRun = db.prepare<[string], Row>('SELECT * FROM checkpoints WHERE run = ? ORDER BY step')
  const remove = db.prepare<[string, number]>('DELETE FROM checkpoints WHERE run = ? AND step = ?')

  const toHome = (directory: string): string => {
    const inside = relative(home, directory)
    return inside.startsWith('..') || isAbsolute(inside) ? directory : inside
  }

  return {
    put: (checkpoint) => {
      const inTransaction = db.inTransaction
      if (!inTransaction) db.pragma('synchronous = FULL')
      put.run({ ...checkpoint, directory: toHome(checkpoint.directory), pinned: Number(checkpoint.pinned) })
      if (!inTransaction) db.pragma('synchronous = NORMAL')
    },
    list: (run) => ofRun.all(run).map((row) => ({ ...row, directory: resolve(home, row.directory), pinned: row.pinned === 1 })),
    remove: (run, step) => void remove.run(run, step),
  }
}
