import { copyFileSync, existsSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'
import { messageOf } from '../../protocol/errors.ts'

/** Where the copy of a database lies that is made at each clean close. */
export const backupPath = (path: string): string => `${path}.backup`

/** What is wrong with a database file, in SQLite's words, or null when it is sound or not there. */
export const damage = (path: string): string | null => {
  if (!existsSync(path)) return null
  let db: Database.Database | undefined
  try {
    db = new Database(path)
    const verdict = String(db.pragma('quick_check(1)', { simple: true }))
    return verdict === 'ok' ? null : verdict
  } catch (thrown) {
    const code = thrown instanceof Database.SqliteError ? thrown.code : ''
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return messageOf(thrown)
    throw thrown
  } finally {
    db?.close()
  }
}

/**
 * Sets a damaged database aside, never deleting it, and puts the last backup in its place if there is a sound one.
 * @returns the sentence that tells the user
 */
export const setAside = (path: string, problem: string, now: number): string => {
  const aside = `${path}.damaged-${new Date(now).toISOString().replaceAll(':', '-')}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  const backup = backupPath(path)
  const restored = existsSync(backup) && damage(backup) === null
  if (restored) copyFileSync(backup, path)
  const found = `The database was damaged (${problem.split('\n')[0]}) and is kept as ${aside}`
  return restored
    ? `${found}; the backup of the last clean close has taken its place, and later runs are missing from the list.`
    : `${found}; there was no sound backup, so the list of runs starts empty. Checkpoints in the runs folder are untouched.`
}
