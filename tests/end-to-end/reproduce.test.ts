import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createHost } from '../../main/host/host.ts'
import { databasePath } from '../../main/host/home.ts'
import { parseConfig } from '../../protocol/config/index.ts'
import { startApp, type App } from './app.ts'
import { lookBoth } from './look.ts'
import { oneStory, shots } from './story.ts'

// Training and a browser share the machine with the other tests.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const config = (seed: number) => parseConfig({
  data: { name: 'shapes', sequenceLength: 96 }, image: { size: 16 }, patch: { size: 8 }, model: { dim: 16, layers: 1, heads: 2 }, engine: { threads: 1 },
  train: { steps: 8, batch: 2, seed, checkpointEvery: 0, evalEvery: 4, evalBatches: 1, sampleEvery: 0 }, sample: { steps: 2, count: 1, captionLength: 2 },
})

/** Two runs that were trained here; in the record of the second, one number of one step is not what came out. */
const train = async (home: string): Promise<void> => {
  await mkdir(join(home, 'notebooks'), { recursive: true })
  const host = createHost({ home })
  for (const [seed, name] of ['kept', 'touched'].entries()) {
    const { id } = host.runs.enqueue(config(seed), { notebook: null, cell: null, name, userKeys: ['train.seed'] })
    expect(await host.runs.whenEnded(id)).toMatchObject({ status: 'finished' })
  }
  await host.close()
  const db = new Database(databasePath(home))
  const { changes } = db.prepare(`UPDATE metrics SET value = value + 1e-6 WHERE step = 5 AND series = (
    SELECT s.id FROM metric_series s JOIN runs r ON r.id = s.run WHERE r.name = 'touched' AND s.key = 'train.loss')`).run()
  db.close()
  expect(changes).toBe(1)
}

let app: App, page: Page

beforeAll(async () => {
  if (shots) await mkdir(shots, { recursive: true })
  app = await startApp('// %%\n1\n', train)
  page = await app.open()
  page.setDefaultTimeout(120_000)
})
afterAll(() => app?.close())

oneStory(() => app, (name) => lookBoth(page, name))

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

test('nothing was thrown in the page and nothing was blocked by its policy', () => {
  expect(app.complaints).toEqual([])
})
