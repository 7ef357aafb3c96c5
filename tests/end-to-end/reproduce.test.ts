import Database from 'better-sqlite3'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { databasePath } from '../../main/host/home.ts'
import { lookBoth } from './look.ts'
import { nothingWasThrown, openApp, page } from './openedApp.ts'
import { trainRuns } from './trainedRuns.ts'

const config = (seed: number) => ({
  data: { name: 'shapes', sequenceLength: 96 }, image: { size: 16 }, patch: { size: 8 }, model: { dim: 16, layers: 1, heads: 2 }, engine: { threads: 1 },
  train: { steps: 8, batch: 2, seed, checkpointEvery: 0, evalEvery: 4, evalBatches: 1, sampleEvery: 0 }, sample: { steps: 2, count: 1, captionLength: 2 },
})

/** Two runs that were trained here; in the record of the second, one number of one step is not what came out. */
const trainTwo = async (home: string): Promise<void> => {
  await trainRuns(home, ['kept', 'touched'].map((name, seed) => ({ config: config(seed), name, userKeys: ['train.seed'] })))
  const db = new Database(databasePath(home))
  const { changes } = db.prepare(`UPDATE metrics SET value = value + 1e-6 WHERE step = 5 AND series = (
    SELECT s.id FROM metric_series s JOIN runs r ON r.id = s.run WHERE r.name = 'touched' AND s.key = 'train.loss')`).run()
  db.close()
  expect(changes).toBe(1)
}

openApp({ prepare: trainTwo })

const replays = (): Locator => page.getByRole('region', { name: 'Runs of the same config' })

/** Opens a run and presses Reproduce on its card. */
const reproduce = async (name: string): Promise<void> => {
  await page.getByRole('region', { name: 'Runs' }).getByRole('button', { name }).first().click()
  const card = page.getByRole('article', { name: `Run ${name}, finished` })
  await card.getByRole('button', { name: 'Reproduce', exact: true }).click()
  await page.getByText(`${name}, again is queued.`).waitFor()
}

test('a replay of a run comes out bit for bit the same, and the card says so', async () => {
  await reproduce('kept')
  await replays().getByText('All 8 steps are bit for bit the same.').waitFor()
  await lookBoth(page, 'replay-same')
})

test('a number that came out differently is named with its key, its first step and both values', async () => {
  await reproduce('touched')
  await replays().getByText(/^They first differ at step 5, in train\.loss: \d+\.\d+ and \d+\.\d+\.$/).waitFor()
  await lookBoth(page, 'replay-differs')
  await replays().getByRole('button', { name: 'touched, again' }).click()
  await page.getByRole('article', { name: 'Run touched, again, finished' }).waitFor()
  await replays().getByText(/^They first differ at step 5, in train\.loss/).waitFor()
})

nothingWasThrown()
