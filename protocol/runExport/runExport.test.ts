import { parquetReadObjects } from 'hyparquet'
import { expect, it } from 'vitest'
import { parseConfig } from '../config/index.ts'
import type { RunRecord } from '../records.ts'
import { metricField, runFields } from '../runFilter/index.ts'
import { runsCsv } from './csv.ts'
import { runsParquet } from './parquet.ts'

const run = (id: string, changes: Partial<RunRecord> = {}): RunRecord => ({
  id, name: id, tags: [], notes: '', notebook: null, cell: null, config: parseConfig({ 'loss.lambda': 0.1 + 0.2 }), configHash: id, userKeys: [], status: 'finished', reason: null, remarks: [], step: 0,
  elementsSeen: 0, imagesSeen: 0, parameters: null, expectedEnd: null, engine: null, datasetHash: null, git: null, appVersion: '0', parentRun: null, parentStep: null,
  created: 1_700_000_000_123, started: null, ended: null, heartbeat: null, ...changes,
})
const runs = [run('A, "B"', { tags: ['good', 'paper'] }), run('C')]
const fields = ['name', 'tag', 'loss.lambda', 'created', 'ended'].map((name) => runFields.get(name)!).concat(metricField('eval.text'))
const figure = (of: string): number | undefined => (of === 'C' ? NaN : undefined)

it('writes CSV with every digit and quotes where they are needed', () => {
  expect(runsCsv(runs, fields, figure)).toBe(
    'name,tag,loss.lambda,created,ended,eval.text\n"A, ""B""",good paper,0.30000000000000004,2023-11-14T22:13:20.123Z,,\nC,,0.30000000000000004,2023-11-14T22:13:20.123Z,,NaN\n')
})

it('writes Parquet that a reader takes back whole, types and gaps included', async () => {
  const created = new Date(1_700_000_000_123)
  expect(await parquetReadObjects({ file: runsParquet(runs, fields, figure) })).toEqual([
    { name: 'A, "B"', tag: 'good paper', 'loss.lambda': 0.1 + 0.2, created, ended: null, 'eval.text': null },
    { name: 'C', tag: '', 'loss.lambda': 0.1 + 0.2, created, ended: null, 'eval.text': NaN },
  ])
})

it('writes no rows where there are none', async () => {
  expect(await parquetReadObjects({ file: runsParquet([], fields, figure) })).toEqual([])
})
