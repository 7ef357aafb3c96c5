import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { cell, runCell, selectCell, sourceOf } from './cells.ts'
import { lookBoth } from './look.ts'
import { app, nothingWasThrown, openApp, page } from './openedApp.ts'
import { command, openTrusted } from './openNotebook.ts'
import { seedStudy } from './seededStudy.ts'

const notebook = `// %%
const runs = await lab.runs()
lab.compare(runs, { baseline: { 'loss.lambda': 1 } })

// %%
const base = lab.config({ preset: 'nano', loss: { lambda: 5 }, patch: { size: 4 } })
`

openApp({ notebook, prepare: seedStudy })

const tableRows = async (): Promise<string[]> => (await cell(1).getByRole('table').first().getByRole('row').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))

test('seeds are the unit: a row per variant with mean ± spread, n, and paired differences in words', async () => {
  await openTrusted(page)
  await runCell(1, 'Shift+Enter')
  await cell(1).getByRole('heading', { name: '3 variants, 8 runs' }).waitFor()
  await expect.poll(async () => (await tableRows())[2]).toMatch(/^λ = 5 pin seeds 0, 1, 2 3 5 .*best 0\.27 ± 0\.03/)
  expect((await tableRows())[3]).toMatch(/^λ = 20 pin seeds 0, 1 \(crashed\) ⚠ 1 20 /)
  const words = cell(1).getByRole('list', { name: 'Differences in words' })
  await expect.poll(() => words.innerText()).toMatch(/λ = 5 beats λ = 1 by 0\.06\d ± 0\.0\d+ ε-MSE \(95 % CI, 3 paired seeds\)\./)
  expect(await words.innerText()).toContain('λ = 20 against λ = 1: −0.0')
  expect(await cell(1).getByText('Unequal numbers of seeds').innerText()).toContain('λ = 1 has 3; λ = 5 has 3; λ = 20 has 1.')
  await cell(1).getByRole('img', { name: /λ = 5 \(n = 3\): mean of 3 seeds, 10 points/ }).waitFor()
  await expect.poll(() => cell(1).locator('.js-plotly-plot').count()).toBeGreaterThan(0)
  await lookBoth(page, 'comparison-grouped')
})

test('another baseline turns the differences round', async () => {
  await cell(1).getByRole('button', { name: 'pin', exact: true }).first().click()
  await expect.poll(() => cell(1).getByRole('list', { name: 'Differences in words' }).innerText()).toMatch(/λ = 1 is worse than λ = 5 by 0\.06/)
})

test('the paper table has mean ± std, bold and n, and is saved as a file', async () => {
  await cell(1).getByRole('button', { name: 'Paper table' }).click()
  const dialog = page.getByRole('dialog', { name: 'Paper table' })
  expect(await dialog.getByLabel("The table's text").innerText()).toMatch(/\\caption\{Mean \$\\pm\$ std over n seeds, unequal[\s\S]*\\mathbf\{0\.27 \\pm 0\.03\}/)
  await lookBoth(page, 'paper-table')
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save comparison.tex' }).click()])
  expect(await readFile(await download.path(), 'utf8')).toContain('\\begin{tabular}')
  await page.keyboard.press('Escape')
})

test('the study is a picture with holes, and only what is missing is run', async () => {
  const grid = cell(1).getByRole('region', { name: 'Study grid' })
  await grid.scrollIntoViewIfNeeded()
  expect(await grid.getByRole('button', { name: 'λ = 20, seed 1: crashed' }).count()).toBe(1)
  expect(await grid.getByRole('button', { name: 'λ = 20, seed 2: not run; run it' }).count()).toBe(1)
  await lookBoth(page, 'study-grid')
  await grid.getByRole('button', { name: 'λ = 20, seed 2: not run; run it' }).click()
  await grid.getByRole('button', { name: /λ = 20, seed 2: (queued|preparing|running|finished)/ }).waitFor()
  await grid.getByRole('button', { name: 'Run the 1 missing' }).waitFor()
  await cell(1).getByRole('heading', { name: '3 variants, 9 runs' }).waitFor()
})

test('text against image shows what nothing beats; pictures of two runs lie over each other', async () => {
  await cell(1).getByRole('img', { name: 'Held-out text loss against ε-MSE. Not beaten in both: λ = 1; λ = 5.' }).waitFor()
  await cell(1).getByRole('region', { name: 'Loss by noise level' }).scrollIntoViewIfNeeded()
  await cell(1).getByRole('img', { name: /5 levels, 10 evaluations/ }).locator('.heatmaplayer').first().waitFor({ state: 'attached' })
  await lookBoth(page, 'plane-and-noise')
  await cell(1).getByRole('button', { name: 'Wipe A/B' }).click()
  await expect.poll(() => cell(1).locator('.wipe img').evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length)).toBe(4)
  await lookBoth(page, 'wipe')
})

test('on a logarithmic axis each label says its number, in order', async () => {
  const curves = cell(1).getByRole('region', { name: 'Curves' })
  await curves.scrollIntoViewIfNeeded()
  await curves.getByRole('checkbox', { name: 'Log y' }).check()
  const labels = async (): Promise<number[]> => (await curves.locator('.ytick text').allTextContents()).map(Number)
  await expect.poll(async () => (await labels()).length).toBeGreaterThan(1)
  const numbers = await labels()
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  expect(Math.min(...numbers)).toBeGreaterThan(0)
})

test('in a wider window a legend of fewer rows stays above its curves', async () => {
  const plot = cell(1).getByRole('region', { name: 'Curves' }).locator('.js-plotly-plot')
  await page.setViewportSize({ width: 700, height: 900 })
  const legendRows = (): Promise<number> => plot.locator('.legend .traces').evaluateAll((traces) => new Set(traces.map((trace) => Math.round(trace.getBoundingClientRect().top))).size)
  await expect.poll(legendRows).toBeGreaterThan(1)
  await page.setViewportSize({ width: 1400, height: 900 })
  await expect.poll(legendRows).toBe(1)
  const edges = (): Promise<number> => plot.evaluate((element) => element.querySelector('.nsewdrag')!.getBoundingClientRect().top - element.querySelector('.legend')!.getBoundingClientRect().bottom)
  await expect.poll(edges).toBeGreaterThan(-1)
})

test('a knob moves the code, and the code moves the knob', async () => {
  const knobs = cell(2).getByRole('group', { name: 'Knobs of the cell' })
  const slider = knobs.getByRole('slider', { name: 'loss.lambda' })
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => sourceOf(2)).toContain('lambda: 10')
  await lookBoth(page, 'knobs')
  await selectCell(2)
  await page.keyboard.press('Enter')
  await cell(2).locator('.monaco-editor .view-line', { hasText: 'lambda' }).getByText('10', { exact: true }).dblclick()
  await page.keyboard.type('20')
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('20')
  await expect.poll(() => readFile(join(app.home, 'notebooks', 'tiny.lab.ts'), 'utf8')).toContain('lambda: 20')
})

test('the notebook is saved as a report that stands alone', async () => {
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('html report')
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  const html = await readFile(await download.path(), 'utf8')
  expect(html).toMatch(/λ = 5 beats λ = 1 by 0\.06/)
  expect(html).toContain('<path class="band')
  // As a file, in a browser that reaches nothing.
  const folder = await mkdtemp(join(tmpdir(), 'lab-report-'))
  const report = await page.context().newPage()
  try {
    await writeFile(join(folder, 'report.html'), html)
    const asked: string[] = []
    report.on('request', (request) => asked.push(new URL(request.url()).protocol))
    report.on('console', (message) => app.complaints.push(message.text()))
    await report.goto(pathToFileURL(join(folder, 'report.html')).href)
    const chart = report.locator('.chart', { hasText: 'ε-MSE, mean of seeds ± std' })
    expect(await chart.locator('.at title').last().textContent()).toMatch(/^step 200\nλ = 1 \(n = 3\): 0\.3\d+ ± 0\.0\d+\nλ = 5 \(n = 3\): 0\.2\d+ ± 0\.0\d+\nλ = 20 \(n = 1\): 0\.\d+/)
    await chart.locator('.at').nth(4).hover()
    await expect.poll(() => chart.locator('.at path').nth(4).evaluate((line) => getComputedStyle(line).visibility)).toBe('visible')
    await chart.getByRole('checkbox', { name: 'λ = 5 (n = 3)' }).uncheck()
    expect(await chart.locator('.curve').evaluateAll((curves) => curves.map((curve) => getComputedStyle(curve).display === 'none'))).toEqual([false, true, false, false])
    expect(new Set(asked)).toEqual(new Set(['file:']))
    await lookBoth(report, 'report', { fullPage: true })
  } finally {
    await report.close()
    await rm(folder, { recursive: true })
  }
})

test('the address of a comparison opens it again, its baseline with it', async () => {
  for (const name of ['λ 1, patch 4, seed 0', 'λ 5, patch 4, seed 0']) await page.getByRole('region', { name: 'Runs' }).getByRole('checkbox', { name }).check()
  await command(page, 'compare the ticked')
  // The notebook has a baseline to choose too: it is only out of sight once the comparison is there.
  await page.getByRole('heading', { name: 'Comparison', exact: true }).waitFor()
  await page.getByRole('combobox', { name: 'Baseline' }).selectOption({ label: 'λ 5, patch 4, seed 0' })
  await expect.poll(() => page.url()).toMatch(/#compare\/[^/]+\/01J00000000000000000000003$/)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await expect.poll(() => other.getByRole('combobox', { name: 'Baseline' }).locator('option:checked').innerText()).toBe('λ 5, patch 4, seed 0')
  await other.close()
})

nothingWasThrown()
