import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { seriousViolations } from './axe.ts'
import { runCell } from './cells.ts'
import { lookBoth } from './look.ts'
import { nothingWasThrown, openApp, page } from './openedApp.ts'
import { openTrusted } from './openNotebook.ts'

const notebook = `// %%
const base = lab.config({
  image: { size: 16 }, patch: { size: 8 }, model: { dim: 32, layers: 1, heads: 2 }, data: { sequenceLength: 64 }, engine: { threads: 1 },
  train: { steps: 20000, batch: 4, evalEvery: 0, sampleEvery: 0, checkpointEvery: 0, evalBatches: 1 }, sample: { steps: 2, count: 1, captionLength: 2 },
})
const runs = await lab.sweep(base, { 'loss.lambda': [1, 2, 3, 4] })
`

openApp({ notebook })

const queue = (): Locator => page.getByRole('region', { name: 'Queue' })
const waiting = async (): Promise<string[]> => (await queue().getByRole('listitem').allInnerTexts()).map((text) => text.trim())
const statusOf = (name: string): Locator => page.getByRole('region', { name: 'Runs' }).getByRole('button', { name: new RegExp(`^${name}\\b`) })

test('runs of a sweep wait in order, and the first tells how long the others will take', async () => {
  await openTrusted(page)
  await runCell(1)
  await expect.poll(waiting).toEqual(['λ 2, seed 0', 'λ 3, seed 0', 'λ 4, seed 0'])
  await queue().getByText(/^All: (?!.*unknown).* left$/).waitFor()
  await page.getByRole('region', { name: 'Study grid' }).getByText(/^4 to go, (?!.*unknown).* left$/).waitFor()
  await lookBoth(page, 'queue')
  expect(await seriousViolations(page)).toEqual([])
})

test('what waits is put in another order, taken out, and held', async () => {
  await queue().getByRole('button', { name: 'Move λ 4, seed 0 up' }).click()
  await expect.poll(waiting).toEqual(['λ 2, seed 0', 'λ 4, seed 0', 'λ 3, seed 0'])
  await queue().getByRole('button', { name: 'Take λ 3, seed 0 out of the queue' }).click()
  await expect.poll(waiting).toEqual(['λ 2, seed 0', 'λ 4, seed 0'])
  await queue().getByRole('button', { name: 'Move λ 4, seed 0 up' }).click()
  await queue().getByRole('button', { name: 'Hold' }).click()
  await queue().getByText('Held: nothing more is started.').waitFor()
  await page.getByRole('button', { name: 'Stop λ 1, seed 0' }).click()
  await statusOf('λ 1, seed 0').getByText('cancelled').waitFor()
  await expect.poll(waiting).toEqual(['λ 4, seed 0', 'λ 2, seed 0'])
})

test('let go, the first of the new order starts; a run is paused and goes on', async () => {
  await queue().getByRole('button', { name: 'Let go' }).click()
  await statusOf('λ 4, seed 0').getByText('running').waitFor()
  await expect.poll(waiting).toEqual(['λ 2, seed 0'])
  await page.getByRole('button', { name: 'Pause λ 4, seed 0' }).click()
  await statusOf('λ 4, seed 0').getByText('paused').waitFor()
  await page.getByRole('button', { name: 'Continue λ 4, seed 0' }).click()
  await statusOf('λ 4, seed 0').getByText('running').waitFor()
  await page.getByRole('button', { name: 'Take λ 2, seed 0 out of the queue' }).click()
  await page.getByRole('button', { name: 'Stop λ 4, seed 0' }).click()
  await statusOf('λ 4, seed 0').getByText('cancelled').waitFor()
})

nothingWasThrown()
