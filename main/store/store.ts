import { copyFileSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { InputError } from '../../protocol/errors.ts'
import { createCheckpointTable, type CheckpointTable } from './checkpoints.ts'
import { createMediaTable, type MediaTable } from './media.ts'
import { createMetricTable, type MetricTable } from './metrics.ts'
import { migrate, refuseNewer, schemaVersion } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { createNotebookTable, type NotebookTable } from './notebooks.ts'
import { createNotebookVersionTable, type NotebookVersionTable } from './notebookVersions.ts'
import { createOutputTable, type OutputTable } from './outputs.ts'
import { backupPath, damage, setAside } from './quarantine.ts'
import { createRunTable, type RunTable } from './runs.ts'
import { createViewTable, type ViewTable } from './views.ts'

/** Everything that is kept in the database. */
export interface Store {
  runs: RunTable
  metrics: MetricTable
  media: MediaTable
  checkpoints: CheckpointTable
  notebooks: NotebookTable
  notebookVersions: NotebookVersionTable
  outputs: OutputTable
  views: ViewTable
  /** All or nothing. */
  transaction<T>(work: () => T): T
  /** Drops what a run recorded after a step: a resumed run measures it again. */
  truncateAfter(run: string, step: number): void
  /** Moves the write-ahead log into the database; for when nothing is going on. */
  tidy(): void
  /** Tidies, closes and, when something was written, keeps a backup copy. */
  close(): void
}

/**
 * Opens the database, making or migrating it. A damaged one is set aside and the last backup takes its place.
 * @returns the store, and a sentence for each thing that the user should know
 */
export const openStore = (path: string, now: () => number = Date.now): { store: Store; notices: string[] } => {
  mkdirSync(dirname(path), { recursive: true })
  const problem = damage(path)
  const notices = problem === null ? [] : [setAside(path, problem, now())]
  const db = new Database(path, { timeout: 5000 })
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    migrate(db)
    return { store: createStore(db, true), notices }
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

/** Opens the database for looking only, also while a host writes to it; null when there is none yet. */
export const openStoreReadOnly = (path: string): Store | null => {
  if (!existsSync(path)) return null
  const db = new Database(path, { readonly: true, timeout: 5000 })
  try {
    refuseNewer(db)
    if (schemaVersion(db) < migrations.length) throw new InputError(`${path} is of an older version; open the app once, or run any command that writes, to bring it up to date.`)
    return createStore(db, false)
  } catch (thrown) {
    db.close()
    throw thrown
  }
}

const createStore = (db: Database.Database, writes: boolean): Store => {
  const metrics = createMetricTable(db)
  const dropMedia = db.prepare<[string, number]>('DELETE FROM media WHERE run = ? AND step > ?')
  const dropCheckpoints = db.prepare<[string, number]>('DELETE FROM checkpoints WHERE run = ? AND step > ?')
  const changes = db.prepare<[], { n: number }>('SELECT total_changes() AS n')

  /** Whether all that was written is in the database's own file now. A full disk leaves it where it is, which loses nothing. */
  const tidy = (): boolean => {
    try {
      const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
      return result?.busy === 0
    } catch (thrown) {
      if (thrown instanceof Database.SqliteError && (thrown.code === 'SQLITE_FULL' || thrown.code.startsWith('SQLITE_IOERR'))) return false
      throw thrown
    }
  }

  return {
    runs: createRunTable(db),
    metrics,
    media: createMediaTable(db),
    checkpoints: createCheckpointTable(db),
    notebooks: createNotebookTable(db),
    notebookVersions: createNotebookVersionTable(db),
    outputs: createOutputTable(db),
    views: createViewTable(db),
    transaction: (work) => db.transaction(work)(),
    truncateAfter: db.transaction((run: string, step: number) => {
      metrics.truncate(run, step)
      for (const drop of [dropMedia, dropCheckpoints]) drop.run(run, step)
    }),
    tidy: () => void tidy(),
    close: () => {
      if (!db.open) return
      const whole = writes && tidy() && changes.get()!.n > 0
      db.close()
      if (whole) backUp(db.name)
    },
  }
}

/** A crash while copying leaves the older backup in place, and so does a disk that has no room for another. */
const backUp = (path: string): void => {
  const part = `${backupPath(path)}.part`
  try {
    copyFileSync(path, part, constants.COPYFILE_FICLONE)
    renameSync(part, backupPath(path))
  } catch (thrown) {
    rmSync(part, { force: true })
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown
  }
}
