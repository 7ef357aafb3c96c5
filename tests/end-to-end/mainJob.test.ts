import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startApp, type App } from './app.ts'
import { oneStory, shots } from './story.ts'
import { tinyNotebook } from './tinyNotebook.ts'

// Training and a browser share the machine with the other tests.
vi.setConfig({ testTimeout: 400_000 })
const eventually = { timeout: 180_000, interval: 100 }

let app: App
let page: Page

beforeAll(async () => {
  if (shots) await mkdir(shots, { recursive: true })
  app = await startApp(tinyNotebook)
  page = await app.open()
})
afterAll(() => app?.close())

oneStory(() => app, (name) => look(name))

const cell = (n: number): Locator => page.locator(`[data-cell]`).nth(n - 1)
const look = async (name: string): Promise<void> => void (shots && (await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })))

/** Selects a cell by its edge, without starting to edit it, and runs it. */
const shiftEnter = async (n: number): Promise<void> => {
  await cell(n).click({ position: { x: 6, y: 6 } })
  await page.keyboard.press('Shift+Enter')
}
const status = async (n: number): Promise<string> => /code, (\w+(, stale)?)/.exec((await cell(n).getAttribute('aria-label')) ?? '')?.[1] ?? ''
const progress = async (): Promise<number> => Number(await cell(3).getByRole('progressbar').getAttribute('aria-valuenow'))
const curve = (n: number): Promise<string | null> => cell(n).getByRole('region', { name: 'Curves' }).getByRole('img').first().getAttribute('aria-label')
const picturesShown = (n: number): Promise<number> =>
  cell(n).locator('img[src*="/media/"]').evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length)

test('the notebook opens, and runs after it is trusted', async () => {
  await page.getByRole('region', { name: 'Notebooks' }).getByText('tiny', { exact: true }).click()
  await page.getByRole('heading', { name: 'Tiny', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Trust it and allow running' }).click()
  await expect.poll(() => page.getByRole('button', { name: 'Trust it and allow running' }).count()).toBe(0)
  await shiftEnter(2)
  await expect.poll(() => status(2), eventually).toBe('done')
  await expect.poll(() => cell(2).getByLabel('Output', { exact: true }).innerText(), eventually).toContain('lambda')
})

test('training draws curves that move, and pictures', async () => {
  await shiftEnter(3)
  await cell(3).getByRole('article', { name: /running/ }).waitFor()
  await expect.poll(() => cell(3).locator('.js-plotly-plot').count(), eventually).toBeGreaterThan(0)
  const first = await curve(3)
  await expect.poll(() => curve(3), eventually).not.toBe(first)
  await expect.poll(() => picturesShown(3), eventually).toBeGreaterThan(0)
  await look('training')
})

test('a page that is loaded anew finds the run where it is', async () => {
  const before = await progress()
  await page.reload()
  await page.getByRole('region', { name: 'Notebooks' }).getByText('tiny', { exact: true }).click()
  await cell(3).getByRole('article', { name: /running/ }).waitFor()
  expect(await status(3)).toBe('running')
  await expect.poll(progress, eventually).toBeGreaterThan(before)
  await expect.poll(() => status(3), eventually).toBe('done')
  await cell(3).getByRole('article', { name: /finished/ }).waitFor()
})

test('draws prompts with the trained run', async () => {
  await shiftEnter(4)
  await expect.poll(() => status(4), eventually).toBe('done')
  await expect.poll(() => picturesShown(4), eventually).toBe(2)
})

test('another λ, typed into the cell: its dependants are stale, and start only when asked', async () => {
  await cell(2).click({ position: { x: 6, y: 6 } })
  await page.keyboard.press('Enter')
  const number = cell(2).locator('.monaco-editor .view-line', { hasText: 'lambda' }).getByText('5', { exact: true })
  await number.dblclick()
  await page.keyboard.type('20')
  await page.keyboard.press('Shift+Enter')
  await expect.poll(() => status(3), eventually).toBe('done, stale')
  await expect.poll(() => status(2), eventually).toBe('done')
  await look('stale')
  await shiftEnter(3)
  await expect.poll(() => status(3), eventually).toBe('done')
  expect(await readFile(join(app.home, 'notebooks', 'tiny.lab.ts'), 'utf8')).toBe(tinyNotebook.replace('lambda: 5', 'lambda: 20'))
})

test('the two runs side by side: λ differs, and nothing else', async () => {
  await shiftEnter(5)
  await expect.poll(() => status(5), eventually).toBe('done')
  const table = cell(5).getByRole('table').first()
  await expect.poll(() => table.innerText(), eventually).toContain('loss.lambda')
  const heads = (await table.getByRole('columnheader').allInnerTexts()).filter((head) => /^[a-z]+\.[a-zA-Z]+$/.test(head))
  expect(heads).toEqual(['loss.lambda'])
  const text = await table.innerText()
  expect([text.includes('20'), text.includes('5')]).toEqual([true, true])
  await cell(5).scrollIntoViewIfNeeded()
  await expect.poll(() => cell(5).locator('.js-plotly-plot').count(), eventually).toBeGreaterThan(0)
  await expect.poll(() => picturesShown(5), eventually).toBeGreaterThan(1)
  await look('comparison')
})

test('nothing was thrown in the page and nothing was blocked by its policy', () => {
  expect(app.complaints).toEqual([])
})
