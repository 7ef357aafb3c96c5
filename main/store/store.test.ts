import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, schemaVersion } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { toRow } from './runRow.ts'
import { openStore, openStoreReadOnly } from './store.ts'
import { exampleRun, temporaryFolder, temporaryStore } from './testStore.ts'

const normal = (sql: string): string[] =>
  sql.replace(/--.*$/gm, '').split(';').map((statement) => statement.replace(/\s+/g, ' ').replace(/\s*([,()])\s*/g, '$1').trim()).filter(Boolean).sort()

it('has the schema that schema.sql documents', () => {
  const { path } = temporaryStore()
  const db = new Database(path, { readonly: true })
  const real = db.prepare<[], { sql: string }>('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL').all().map(({ sql }) => sql)
  db.close()
  expect(normal(real.join(';'))).toEqual(normal(readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8')))
})

describe('migrations', () => {
  const first = { name: 'first', sql: 'CREATE TABLE a (x TEXT) STRICT' }

  it('run once each, and after a copy of what was there', () => {
    const db = new Database(join(temporaryFolder(), 'm.db'))
    migrate(db, [first])
    migrate(db, [first, { name: 'second', sql: 'CREATE TABLE b (x TEXT) STRICT' }])
    expect(schemaVersion(db)).toBe(2)
    expect(existsSync(`${db.name}.v1`)).toBe(true)
    db.close()
  })

  it('leave everything as it was when one fails', () => {
    const db = new Database(':memory:')
    expect(() => migrate(db, [first, { name: 'bad', sql: 'CREATE TABLE b (x TEXT) STRICT; SELECT nonsense' }])).toThrow(/nonsense/)
    expect(schemaVersion(db)).toBe(1)
    expect(db.prepare("SELECT name FROM sqlite_master WHERE name = 'b'").get()).toBeUndefined()
    db.close()
  })

  it('give a run from before no remarks, and keep what it had', () => {
    const db = new Database(join(temporaryFolder(), 'lab.db'))
    const before = migrations.slice(0, 6)
    migrate(db, before)
    const { remarks: _, ...row } = toRow(exampleRun({ name: 'old', tags: ['kept'] }))
    const names = Object.keys(row)
    db.prepare(`INSERT INTO runs (${names.join(', ')}, queued) VALUES (${names.map((name) => `@${name}`).join(', ')}, 1)`).run(row)
    db.close()
    const { store } = openStore(db.name)
    expect(store.runs.list()).toEqual([exampleRun({ name: 'old', tags: ['kept'], remarks: [] })])
    store.runs.update(exampleRun().id, { remarks: ['The file a.png was skipped.'] })
    expect(store.runs.get(exampleRun().id)!.remarks).toEqual(['The file a.png was skipped.'])
    store.close()
  })

  it('refuse a database of a newer app', () => {
    const { store, path } = temporaryStore()
    store.close()
    const db = new Database(path)
    db.pragma('user_version = 99')
    db.close()
    expect(() => openStore(path)).toThrow(/newer Transfusion Lab \(schema 99/)
    expect(() => openStoreReadOnly(path)).toThrow(/newer/)
  })
})

describe('closing', () => {
  it('empties the log and keeps a backup', () => {
    const { store, path } = temporaryStore()
    store.runs.insert(exampleRun())
    store.tidy()
    expect(statSync(`${path}-wal`).size).toBe(0)
    store.close()
    expect(readdirSync(join(path, '..')).sort()).toEqual(['lab.db', 'lab.db.backup'])
  })

  it('twice is once', () => {
    const { store } = temporaryStore()
    store.close()
    store.close()
  })
})

describe('a damaged database', () => {
  const damaged = (spoil: (path: string) => void) => {
    const { store, path } = temporaryStore()
    store.runs.insert(exampleRun())
    store.close()
    spoil(path)
    const spoilt = readFileSync(path)
    const reopened = openStore(path, () => 0)
    const aside = readdirSync(join(path, '..')).find((name) => name.includes('damaged'))
    expect(readFileSync(join(path, '..', aside!))).toEqual(spoilt)
    const runs = reopened.store.runs.list().length
    reopened.store.close()
    return { runs, notice: reopened.notices[0] }
  }

  it('is set aside for the backup', () => {
    const { runs, notice } = damaged((path) => writeFileSync(path, 'this is no database, whatever its name says'.repeat(200)))
    expect(runs).toBe(1)
    expect(notice).toMatch(/kept as .*damaged-1970.*backup of the last clean close has taken its place/)
  })

  it('is noticed when it is cut short', () => {
    expect(damaged((path) => truncateSync(path, 8192 + 100)).runs).toBe(1)
  })

  it('leaves an empty list when the backup is damaged too', () => {
    const { runs, notice } = damaged((path) => {
      writeFileSync(path, 'x'.repeat(5000))
      writeFileSync(`${path}.backup`, 'x'.repeat(5000))
    })
    expect(runs).toBe(0)
    expect(notice).toMatch(/no sound backup/)
  })
})
