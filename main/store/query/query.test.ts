import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { queryRows } from '../../../protocol/runTable.ts'
import { exampleRun, temporaryFolder, temporaryStore } from '../testStore.ts'
import { forkQuery } from './forkQuery.ts'
import { query } from './query.ts'
import { runQuery } from './runQuery.ts'

const filled = (): string => {
  const { store, path } = temporaryStore()
  store.runs.insert(exampleRun())
  store.metrics.add(exampleRun().id, [{ step: 1, key: 'x', value: 0.5 }, { step: 2, key: 'x', value: NaN }])
  return path
}

it('gives columns and rows', () => {
  expect(runQuery(filled(), 'SELECT step, value AS v FROM metrics ORDER BY step')).toMatchObject({ columns: ['step', 'v'], rows: [[1, 0.5], [2, null]], cut: false })
})

it('cuts what is long', () => {
  const result = runQuery(filled(), 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) SELECT i, zeroblob(9), printf(\'%.*c\', 3000, \'a\') FROM n')
  expect(result.rows).toHaveLength(queryRows)
  expect(result.cut).toBe(true)
  expect(result.rows[0]!.slice(0, 2)).toEqual([1, 'blob of 9 bytes'])
  expect(result.rows[0]![2]).toMatch(/a… \(3000 characters\)$/)
})

it('changes nothing and writes nowhere', () => {
  const path = filled()
  const elsewhere = join(temporaryFolder(), 'copy.db')
  for (const sql of ['DELETE FROM runs', 'DELETE FROM runs RETURNING id', `VACUUM INTO '${elsewhere}'`, `ATTACH '${elsewhere}' AS other`, 'CREATE TABLE t (x)', 'PRAGMA user_version = 9']) {
    expect(() => runQuery(path, sql)).toThrow(/Only statements that read|SQLite says/)
  }
  expect(existsSync(elsewhere)).toBe(false)
  expect(runQuery(path, 'SELECT count(*) FROM runs').rows).toEqual([[1]])
})

it('says what is wrong in one sentence', () => {
  const path = filled()
  expect(() => runQuery(path, 'SELECT nonsense FROM runs')).toThrow('SQLite says: no such column: nonsense.')
  expect(() => runQuery(path, 'SELECT 1; SELECT 2')).toThrow('That is more than one statement; run them one at a time.')
})

it('answers from a process of its own, and ends one that takes too long', async () => {
  const path = filled()
  expect((await query(forkQuery, path, 'SELECT name FROM runs')).rows).toEqual([['base']])
  await expect(query(forkQuery, path, 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n', 1500))
    .rejects.toThrow('The query was ended after 1.5 s; narrow it with WHERE or LIMIT.')
})
