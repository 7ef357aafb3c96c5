import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cell, runCell, selectCell, statusOf } from './cells.ts'
import { look } from './look.ts'
import { app, nothingWasThrown, openApp, page } from './openedApp.ts'
import { openNotebook, openTrusted } from './openNotebook.ts'
import { tinyNotebook } from './tinyNotebook.ts'

openApp({ notebook: tinyNotebook })

const progress = async (): Promise<number> => Number(await cell(3).getByRole('progressbar').getAttribute('aria-valuenow'))
const curve = (n: number): Promise<string | null> => cell(n).getByRole('region', { name: 'Curves' }).getByRole('img').first().getAttribute('aria-label')
const picturesShown = (n: number): Promise<number> =>
  cell(n).locator('img[src*="/media/"]').evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length)

test('the notebook opens, and runs after it is trusted', async () => {
  await openTrusted(page)
  await page.getByRole('heading', { name: 'Tiny', exact: true }).waitFor()
  await runCell(2, 'Shift+Enter')
  await expect.poll(() => statusOf(2)).toBe('done')
  await expect.poll(() => cell(2).getByLabel('Output', { exact: true }).innerText()).toContain('lambda')
})

test('training draws curves that move, and pictures', async () => {
  await runCell(3, 'Shift+Enter')
  await cell(3).getByRole('article', { name: /running/ }).waitFor()
  await expect.poll(() => cell(3).locator('.js-plotly-plot').count()).toBeGreaterThan(0)
  const first = await curve(3)
  await expect.poll(() => curve(3)).not.toBe(first)
  await expect.poll(() => picturesShown(3)).toBeGreaterThan(0)
  await look(page, 'training', { fullPage: true })
})

test('a page that is loaded anew finds the run where it is', async () => {
  const before = await progress()
  await page.reload()
  await openNotebook(page)
  await cell(3).getByRole('article', { name: /running/ }).waitFor()
  expect(await statusOf(3)).toBe('running')
  await expect.poll(progress).toBeGreaterThan(before)
  await expect.poll(() => statusOf(3)).toBe('done')
  await cell(3).getByRole('article', { name: /finished/ }).waitFor()
})

test('draws prompts with the trained run', async () => {
  await runCell(4, 'Shift+Enter')
  await expect.poll(() => statusOf(4)).toBe('done')
  await expect.poll(() => picturesShown(4)).toBe(2)
})

test('another λ, typed into the cell: its dependants are stale, and start only when asked', async () => {
  await selectCell(2)
  await page.keyboard.press('Enter')
  const number = cell(2).locator('.monaco-editor .view-line', { hasText: 'lambda' }).getByText('5', { exact: true })
  await number.dblclick()
  await page.keyboard.type('20')
  await page.keyboard.press('Shift+Enter')
  await expect.poll(() => statusOf(3)).toBe('done, stale')
  await expect.poll(() => statusOf(2)).toBe('done')
  await look(page, 'stale', { fullPage: true })
  await runCell(3, 'Shift+Enter')
  await expect.poll(() => statusOf(3)).toBe('done')
  expect(await readFile(join(app.home, 'notebooks', 'tiny.lab.ts'), 'utf8')).toBe(tinyNotebook.replace('lambda: 5', 'lambda: 20'))
})

test('the two runs side by side: λ differs, and nothing else', async () => {
  await runCell(5, 'Shift+Enter')
  await expect.poll(() => statusOf(5)).toBe('done')
  const table = cell(5).getByRole('table').first()
  await expect.poll(() => table.innerText()).toContain('loss.lambda')
  const heads = (await table.getByRole('columnheader').allInnerTexts()).filter((head) => /^[a-z]+\.[a-zA-Z]+$/.test(head))
  expect(heads).toEqual(['loss.lambda'])
  const text = await table.innerText()
  expect([text.includes('20'), text.includes('5')]).toEqual([true, true])
  await cell(5).scrollIntoViewIfNeeded()
  await expect.poll(() => cell(5).locator('.js-plotly-plot').count()).toBeGreaterThan(0)
  await expect.poll(() => picturesShown(5)).toBeGreaterThan(1)
  await look(page, 'comparison', { fullPage: true })
})

nothingWasThrown()
