import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startApp, type App } from './app.ts'
import { lookBoth } from './look.ts'
import { oneStory, shots } from './story.ts'

vi.setConfig({ testTimeout: 180_000 })
const eventually = { timeout: 60_000, interval: 100 }

const notebook = `// %% [markdown]
// # Cells

// %%
const base = lab.config({ preset: 'nano', loss: { lambda: 5 } })

// %% [markdown]
// ## Second part

// %%
console.log('needle in an output')
`

let app: App
let page: Page

beforeAll(async () => {
  if (shots) await mkdir(shots, { recursive: true })
  app = await startApp(notebook)
  page = await app.open()
  page.setDefaultTimeout(60_000)
})
afterAll(() => app?.close())

oneStory(() => app, (name) => lookBoth(page, name))

const cell = (n: number): Locator => page.locator('[data-cell]').nth(n - 1)
const source = (n: number): Promise<string> => cell(n).locator('.cell-input').innerText()
const select = (n: number): Promise<void> => cell(n).click({ position: { x: 6, y: 6 } })
const file = (): Promise<string> => readFile(join(app.home, 'notebooks', 'tiny.lab.ts'), 'utf8')
const command = async (words: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

test('what a knob wrote is taken back like typing, and typing before it too', async () => {
  await page.getByRole('region', { name: 'Notebooks' }).getByText('tiny', { exact: true }).click()
  await page.getByRole('heading', { name: 'Cells', exact: true }).waitFor()
  await select(2)
  await page.keyboard.press('Enter')
  await cell(2).locator('.monaco-editor').waitFor()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' // typed')
  await page.keyboard.press('Escape')
  const slider = cell(2).getByRole('slider', { name: 'loss.lambda' })
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => source(2), eventually).toContain('lambda: 10')
  await page.keyboard.press('Control+z')
  await expect.poll(() => source(2), eventually).toContain('lambda: 5')
  expect(await source(2)).toContain('// typed')
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => source(2), eventually).toContain('lambda: 10')
  await select(2)
  await page.keyboard.press('Enter')
  await cell(2).locator('.monaco-editor').waitFor()
  await page.keyboard.press('Control+z')
  await expect.poll(() => source(2), eventually).toContain('5')
  await expect.poll(file, eventually).toContain('lambda: 5 } }) // typed')
  await page.keyboard.press('Escape')
})

test('cells fold, move, go to the bin, and all of it is taken back', async () => {
  await select(2)
  await page.keyboard.press('h')
  await cell(2).getByRole('button', { name: /folded/ }).waitFor()
  await page.keyboard.press('h')
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => source(3), eventually).toContain('lambda')
  await page.keyboard.press('d')
  await page.keyboard.press('d')
  await expect.poll(() => page.locator('[data-cell]').count(), eventually).toBe(3)
  await command('bin of')
  await page.getByRole('dialog', { name: 'Deleted cells' }).getByRole('button', { name: 'Bring back' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => source(3), eventually).toContain('lambda')
  await page.keyboard.press('z')
  await expect.poll(() => source(2), eventually).toContain('lambda')
})

test('search finds sources and outputs', async () => {
  await page.getByRole('button', { name: 'Trust it and allow running' }).click()
  await select(4)
  await page.keyboard.press('Shift+Enter')
  await cell(4).getByText('needle in an output', { exact: true }).waitFor()
  await page.keyboard.press('Control+Shift+f')
  await page.keyboard.type('NEEDLE')
  await expect.poll(() => page.getByRole('listbox', { name: 'Places' }).getByRole('option').count(), eventually).toBe(2)
})

test('nothing was thrown in the page and nothing was blocked by its policy', () => {
  expect(app.complaints).toEqual([])
})
