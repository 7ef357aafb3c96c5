import { mkdir } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startApp, type App } from './app.ts'
import { seriousViolations } from './axe.ts'
import { lookBoth } from './look.ts'
import { oneStory, shots } from './story.ts'
import { openTrusted } from './trusted.ts'

// Training and a browser share the machine with the other tests.
vi.setConfig({ testTimeout: 180_000 })
const eventually = { timeout: 90_000, interval: 50 }

const notebook = `// %%
const base = lab.config({
  image: { size: 16 }, patch: { size: 8 }, model: { dim: 32, layers: 1, heads: 2 }, data: { sequenceLength: 64 }, engine: { threads: 1 },
  train: { steps: 20000, batch: 4, evalEvery: 0, sampleEvery: 0, checkpointEvery: 0, evalBatches: 1 }, sample: { steps: 2, count: 1, captionLength: 2 },
})
const runs = await lab.sweep(base, { 'loss.lambda': [1, 2, 3, 4] })
`

let app: App, page: Page

beforeAll(async () => {
  if (shots) await mkdir(shots, { recursive: true })
  app = await startApp(notebook)
  page = await app.open()
  page.setDefaultTimeout(90_000)
})
afterAll(() => app?.close())

oneStory(() => app, (name) => lookBoth(page, name))

const queue = (): Locator => page.getByRole('region', { name: 'Queue' })
const waiting = async (): Promise<string[]> => (await queue().getByRole('listitem').allInnerTexts()).map((text) => text.trim())
const statusOf = (name: string): Locator => page.getByRole('region', { name: 'Runs' }).getByRole('button', { name: new RegExp(`^${name}\\b`) })

test('runs of a sweep wait in order, and the first tells how long the others will take', async () => {
  await openTrusted(page)
  await page.locator('[data-cell]').first().click({ position: { x: 6, y: 6 } })
  await page.keyboard.press('Control+Enter')
  await expect.poll(waiting, eventually).toEqual(['λ 2, seed 0', 'λ 3, seed 0', 'λ 4, seed 0'])
  await queue().getByText(/^All: (?!.*unknown).* left$/).waitFor()
  await page.getByRole('region', { name: 'Study grid' }).getByText(/^4 to go, (?!.*unknown).* left$/).waitFor()
  await lookBoth(page, 'queue')
  expect(await seriousViolations(page)).toEqual([])
})

test('what waits is put in another order, taken out, and held', async () => {
  await queue().getByRole('button', { name: 'Move λ 4, seed 0 up' }).click()
  await expect.poll(waiting, eventually).toEqual(['λ 2, seed 0', 'λ 4, seed 0', 'λ 3, seed 0'])
  await queue().getByRole('button', { name: 'Take λ 3, seed 0 out of the queue' }).click()
  await expect.poll(waiting, eventually).toEqual(['λ 2, seed 0', 'λ 4, seed 0'])
  await queue().getByRole('button', { name: 'Move λ 4, seed 0 up' }).click()
  await queue().getByRole('button', { name: 'Hold' }).click()
  await queue().getByText('Held: nothing more is started.').waitFor()
  await page.getByRole('button', { name: 'Stop λ 1, seed 0' }).click()
  await statusOf('λ 1, seed 0').getByText('cancelled').waitFor()
  await expect.poll(waiting, eventually).toEqual(['λ 4, seed 0', 'λ 2, seed 0'])
})

test('let go, the first of the new order starts; a run is paused and goes on', async () => {
  await queue().getByRole('button', { name: 'Let go' }).click()
  await statusOf('λ 4, seed 0').getByText('running').waitFor()
  await expect.poll(waiting, eventually).toEqual(['λ 2, seed 0'])
  await page.getByRole('button', { name: 'Pause λ 4, seed 0' }).click()
  await statusOf('λ 4, seed 0').getByText('paused').waitFor()
  await page.getByRole('button', { name: 'Continue λ 4, seed 0' }).click()
  await statusOf('λ 4, seed 0').getByText('running').waitFor()
  await page.getByRole('button', { name: 'Take λ 2, seed 0 out of the queue' }).click()
  await page.getByRole('button', { name: 'Stop λ 4, seed 0' }).click()
  await statusOf('λ 4, seed 0').getByText('cancelled').waitFor()
})

test('nothing was thrown in the page and nothing was blocked by its policy', () => {
  expect(app.complaints).toEqual([])
})
