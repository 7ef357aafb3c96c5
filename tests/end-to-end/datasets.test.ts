import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startApp, type App } from './app.ts'
import { seriousViolations } from './axe.ts'
import { lookBoth } from './look.ts'
import { oneStory, shots } from './story.ts'

vi.setConfig({ testTimeout: 120_000 })
const eventually = { timeout: 60_000, interval: 100 }
const cells = [...Array.from({ length: 7 }, (_, i) => `const part${i} = ${i}`), "console.log('ran', Date.now())", "console.log('flood '.repeat(200_000))"].map((source) => `// %%\n${source}\n`)

let app: App
let page: Page
let folder: string

beforeAll(async () => {
  if (shots) await mkdir(shots, { recursive: true })
  folder = await mkdtemp(join(tmpdir(), 'lab-pictures-'))
  const colours = ['red', 'green', 'blue', 'yellow', 'purple']
  await mkdir(join(folder, 'my colours'))
  for (const [i, background] of colours.entries()) {
    await writeFile(join(folder, 'my colours', `${i}.png`), i === 4 ? 'no picture' : await sharp({ create: { width: 24, height: 24, channels: 3, background } }).png().toBuffer())
    await writeFile(join(folder, 'my colours', `${i}.txt`), `the colour ${background}`)
  }
  app = await startApp(cells.join('\n'))
  page = await app.open()
  page.setDefaultTimeout(60_000)
})
afterAll(async () => {
  await app?.close()
  await rm(folder, { recursive: true, force: true })
})

oneStory(() => app, (name) => lookBoth(page, name))

const cell = (n: number): Locator => page.locator('[data-cell]').nth(n - 1)
const select = (n: number): Promise<void> => cell(n).click({ position: { x: 6, y: 6 } })
const map = (): Locator => page.getByRole('group', { name: 'Minimap of cells' })
const command = async (words: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}
const accessible = async (): Promise<void> => expect(await seriousViolations(page)).toEqual([])

test('the first steps are three, can be gone through, and do not come again', async () => {
  const steps = page.getByRole('region', { name: 'First steps' })
  await steps.getByText('1 of 3').waitFor()
  await accessible()
  await steps.getByRole('button', { name: 'Next tip' }).click()
  await steps.getByRole('button', { name: 'Next tip' }).click()
  await steps.getByRole('button', { name: 'Got it' }).click()
  await page.reload()
  await page.getByRole('heading', { name: 'A first Transfusion model' }).waitFor()
  expect(await steps.count()).toBe(0)
})

test('a folder becomes a dataset, a cell that trains on it, and pictures to look through', async () => {
  await page.getByRole('region', { name: 'Notebooks' }).getByText('tiny', { exact: true }).click()
  await page.getByRole('region', { name: 'Notebook tiny' }).waitFor()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), command('take in a folder')])
  await chooser.setFiles(join(folder, 'my colours'))
  await page.getByText('my colours is a dataset of this app now.').waitFor()
  expect(await cell(2).locator('.cell-input').innerText()).toMatch(/const myColours = lab\.config\(\{ preset: 'nano', data: \{ name: 'folder', path: ".*my colours" \} \}\)/)
  await page.getByRole('button', { name: 'Look at it' }).click()
  const documents = page.getByRole('list', { name: 'Documents' })
  await documents.getByRole('listitem').first().waitFor()
  await page.getByText('1 file cannot be used').click()
  await page.getByRole('cell', { name: '4.png' }).waitFor()
  const seen = async (): Promise<string[]> => (await documents.locator('.document-text').allInnerTexts()).filter((text) => text.startsWith('the colour'))
  const training = await seen()
  await lookBoth(page, 'dataset')
  await accessible()
  await page.getByLabel('Split').selectOption('heldOut')
  await expect.poll(async () => [...training, ...(await seen())].sort(), eventually).toEqual(['the colour blue', 'the colour green', 'the colour red', 'the colour yellow'])
})

test('a folder that is dragged onto the page becomes a dataset too, with the folders in it', async () => {
  const drag = await page.context().newCDPSession(page)
  const data = { items: [], files: [folder], dragOperationsMask: 1 }
  const at = { x: 700, y: 400, data }
  await drag.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at })
  await drag.send('Input.dispatchDragEvent', { type: 'dragOver', ...at })
  await page.getByText('Drop a folder of pictures').waitFor()
  await lookBoth(page, 'drag')
  await drag.send('Input.dispatchDragEvent', { type: 'drop', ...at })
  await page.getByText(`${basename(folder)} is a dataset of this app now.`).waitFor()
  expect(await page.getByText('Drop a folder of pictures').count()).toBe(0)
  await page.getByRole('button', { name: 'Look at it' }).last().click()
  await page.getByText('1 file cannot be used').click()
  await page.getByRole('cell', { name: 'my colours/4.png' }).waitFor()
  await page.getByRole('button', { name: 'Notebook', exact: true }).click()
})

test('made-up scenes are paged without end', async () => {
  await page.evaluate(() => { window.location.hash = `#data/${encodeURIComponent(JSON.stringify({ config: { preset: 'nano' } }))}` })
  await page.getByRole('heading', { name: 'Data: shapes' }).waitFor()
  await page.getByRole('button', { name: 'Documents after' }).click()
  await page.getByText('24 to 47').waitFor()
  await page.getByLabel('Number of the first document').fill('1000')
  await page.getByText('1,000 to 1,023').waitFor()
  await page.getByRole('button', { name: 'Notebook', exact: true }).click()
})

test('the minimap shows what cells do, and goes to one; a pinned output stands beside the new one', async () => {
  await page.getByRole('button', { name: 'Trust it and allow running' }).click()
  await select(10)
  await page.keyboard.press('Control+Enter')
  await map().getByRole('button', { name: 'Cell 10: done' }).waitFor()
  await page.keyboard.press('p')
  await cell(10).getByText(/^Pinned, .*source [0-9a-f]{7}$/).waitFor()
  await page.keyboard.press('Control+Enter')
  await cell(10).getByRole('region', { name: 'Pinned output' }).waitFor()
  await expect.poll(() => cell(10).getByLabel('Printed').count(), eventually).toBe(2)
  await lookBoth(page, 'pinned')
  await accessible()
  await map().getByRole('button', { name: 'Cell 1: idle' }).click()
  await expect.poll(() => cell(1).getAttribute('aria-current'), eventually).toBe('true')
  await select(10)
  await page.keyboard.press('p')
  await expect.poll(() => cell(10).getByLabel('Printed').count(), eventually).toBe(1)
})

test('a pinned output that was cut says so', async () => {
  await select(11)
  await page.keyboard.press('Control+Enter')
  await map().getByRole('button', { name: 'Cell 11: done' }).waitFor()
  await page.keyboard.press('p')
  await cell(11).getByText(/^Pinned, /).waitFor()
  await page.keyboard.press('Control+Enter')
  const pinned = cell(11).getByRole('region', { name: 'Pinned output' })
  await pinned.getByText('The cell showed more than 1,000,000 characters; the rest is left out.').waitFor()
  await select(10)
  await select(11)
  await page.keyboard.press('p')
  await pinned.waitFor({ state: 'detached' })
})

test('nothing was thrown in the page and nothing was blocked by its policy', () => {
  expect(app.complaints).toEqual([])
})
