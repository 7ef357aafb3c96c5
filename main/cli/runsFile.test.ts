import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../store/testStore.ts'
import { testCli } from './testCli.ts'

const trained = async () => {
  const cli = testCli()
  for (const lambda of [1, 5]) await cli.lab(['train', '--set', 'train.steps=4', '--set', `loss.lambda=${lambda}`])
  return cli
}

it('writes the runs that fit to Parquet, settings and metrics with them', async () => {
  const { lab } = await trained()
  const file = join(temporaryFolder(), 'runs.parquet')
  const { code, stdout } = await lab(['runs', '--filter', 'lambda > 1', '--out', file])
  expect([code, stdout]).toEqual([0, expect.stringMatching(/has 1 runs in \d+ columns\.\n$/)])
  const rows = await parquetReadObjects({ file: new Uint8Array(readFileSync(file)).buffer })
  expect(rows).toMatchObject([{ 'loss.lambda': 5, status: 'finished', step: 4, 'train.loss': 0.25 }])
})

it('writes chosen columns to CSV, and refuses what it does not know', async () => {
  const { lab } = await trained()
  const file = join(temporaryFolder(), 'runs.csv')
  await lab(['runs', '--out', file, '--columns', 'lambda,train.loss'])
  expect(readFileSync(file, 'utf8')).toBe('loss.lambda,train.loss\n5,0.25\n1,0.25\n')
  for (const [words, sentence] of [
    [['--out', `${file}.xls`], /neither \.parquet nor \.csv/],
    [['--out', file, '--columns', 'lamda'], /--columns: There is no field "lamda"; did you mean "lambda"/],
    [['--filter', 'lamda > 1'], /There is no field "lamda"/],
    [['--columns', 'lambda'], /name it with --out/],
  ] as const) expect(await lab(['runs', ...words])).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) as string })
})
