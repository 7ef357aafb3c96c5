import { readdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { databasePath } from '../../main/host/home.ts'
import { createHost } from '../../main/host/host.ts'
import { lockHolder } from '../../main/host/hostLock.ts'
import { openStore } from '../../main/store/store.ts'
import { exampleRun, temporaryFolder } from '../../main/store/testStore.ts'

it('a database that another program holds when the app starts is said, and is not taken for a damaged one', async () => {
  const home = temporaryFolder()
  const { store } = openStore(databasePath(home))
  store.runs.insert(exampleRun({ status: 'finished' }))
  store.close()
  const other = new Database(databasePath(home))
  onTestFinished(() => void other.close())
  other.pragma('locking_mode = EXCLUSIVE')
  other.exec('BEGIN EXCLUSIVE')
  const before = readdirSync(home).filter((name) => name.startsWith('lab.db')).sort()
  expect(() => createHost({ home })).toThrow(`The database in ${home} is held by another program, which did not let go of it in time; close that program, then try again.`)
  expect(readdirSync(home).filter((name) => name.startsWith('lab.db')).sort()).toEqual(before)
  expect(lockHolder(home)).toBeNull()
  other.exec('COMMIT')
  other.close()
  const host = createHost({ home })
  expect(host.runs.list()).toHaveLength(1)
  expect(host.notices).toEqual([])
  await host.close()
})
