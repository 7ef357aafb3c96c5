import { copyFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { InputError } from '../../protocol/errors.ts'
import { migrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'

/** The schema's version in a database. */
export const schemaVersion = (db: Database): number => Number(db.pragma('user_version', { simple: true }))

/**
 * Brings a database to the newest schema, one transaction a migration, after a copy of what was there.
 * @throws InputError when a newer version of the app wrote it
 */
export const migrate = (db: Database, steps: readonly Migration[] = migrations): void => {
  const from = schemaVersion(db)
  refuseNewer(db, steps)
  if (from > 0 && from < steps.length) {
    db.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(db.name, `${db.name}.v${from}`)
  }
  for (const [index, { sql }] of steps.entries()) {
    if (index < from) continue
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${index + 1}`)
    })()
  }
}

/** @throws InputError when the database's schema is newer than this app knows */
export const refuseNewer = (db: Database, steps: readonly Migration[] = migrations): void => {
  const version = schemaVersion(db)
  if (version > steps.length) {
    throw new InputError(`${db.name} was written by a newer Transfusion Lab (schema ${version}; this one knows ${steps.length}); update the app, or choose another folder with --home.`)
  }
}
