import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { databasePath } from '../../main/host/home.ts'
import { openStore } from '../../main/store/store.ts'
import { exampleRun } from '../../main/store/testStore.ts'
import { cell, runCell, statusOf } from './cells.ts'
import { lookBoth } from './look.ts'
import { app, openApp, page } from './openedApp.ts'
import { openNotebook, trust } from './openNotebook.ts'

/** Sets a flag in the page if any of it runs. */
const script = '<img src=x onerror="window.broken=1"><script>window.broken=2</script><svg onload="window.broken=3"></svg>'

const notebook = `// %% [markdown]
// # Hostile ${script}
//
// [a link](javascript:window.broken=4) ![a picture](x" onerror="window.broken=5)
//
// <iframe srcdoc="<script>parent.broken=6</script>"></iframe> <a href="data:text/html,<script>1</script>">data</a>

// %%
console.log('${script}')
throw new Error('${script}')

// %%
for (;;) {}

// %%
for (;;) console.log('flood '.repeat(100))

// %%
for (;;) {
  for (let line = 0; line < 100; line++) console.log('flood '.repeat(100))
  await new Promise((done) => setTimeout(() => done(null)))
}

// %%
const all: unknown[] = []
for (;;) all.push(new Array(1e6).fill(Math.random()))

// %%
console.log('still here')
`

const hostileFolder = (home: string): string => join(home, 'datasets', `<img src=x onerror=window.broken=9>`)

/** A run and a dataset whose every word is hostile. */
const seedHostile = async (home: string): Promise<void> => {
  await writeFile(join(home, 'notebooks', `it's <img src=x onerror=window.broken=7>.lab.ts`), '// %%\n1\n')
  await mkdir(hostileFolder(home), { recursive: true })
  await writeFile(join(hostileFolder(home), `<img src=x onerror=window.broken=8>.png`), 'no picture')
  await writeFile(join(hostileFolder(home), 'fine.png'), await sharp({ create: { width: 24, height: 24, channels: 3, background: 'red' } }).png().toBuffer())
  await writeFile(join(hostileFolder(home), 'fine.txt'), script)
  const { store } = openStore(databasePath(home))
  const run = exampleRun({ name: script, tags: ['<b>tag</b>'], notes: script, status: 'failed', reason: script, ended: 5, started: 1, notebook: script })
  store.runs.insert(run)
  store.metrics.add(run.id, ['train.loss', `train.${script}`, `eval.${script}`].flatMap((key) => [1, 2].map((step) => ({ key, step, value: step }))))
  store.media.put(run.id, 1, 'sample', [{ index: 0, png: Buffer.from('no picture'), width: 8, height: 8, text: script, reference: script }])
  store.views.put({ name: script, view: { filter: script, order: { field: 'name', descending: false }, columns: ['name'] } })
  store.close()
}

openApp({ notebook, prepare: seedHostile })

const broken = (): Promise<unknown> => page.evaluate(() => (window as { broken?: unknown }).broken ?? null)

test('script in text, names, captions, metrics, notes and file names is shown and never runs', async () => {
  await openNotebook(page)
  await page.getByRole('heading', { name: /^Hostile/ }).waitFor()
  expect(await page.locator('.markdown iframe, .markdown script, .markdown [onerror], .markdown a[href^="javascript:"]').count()).toBe(0)
  await page.getByRole('region', { name: 'Runs' }).locator('.side-item button').first().click()
  await page.getByRole('article').waitFor()
  await lookBoth(page, 'hostile-run')
  await page.getByText('Record', { exact: true }).click()
  await page.keyboard.press('Control+Shift+l')
  await page.getByRole('grid', { name: 'Runs' }).waitFor()
  expect(await broken()).toBeNull()
  await page.getByRole('button', { name: 'Notebook', exact: true }).click()
})

test('script in the names of a dataset\'s files and in its captions is shown and never runs', async () => {
  await page.evaluate((path) => { window.location.hash = `#data/${encodeURIComponent(JSON.stringify({ config: { preset: 'nano', data: { name: 'folder', path } } }))}` }, hostileFolder(app.home))
  await page.getByText('1 file cannot be used').click()
  await page.getByRole('cell', { name: '<img src=x onerror=window.broken=8>.png' }).waitFor()
  await page.getByLabel('Split').selectOption('heldOut')
  await page.getByLabel('Split').selectOption('train')
  await expect.poll(async () => (await page.locator('.document-text').allInnerTexts()).join() + (await page.getByText('There are no documents in this split.').count())).toMatch(/<svg onload|1$/)
  await lookBoth(page, 'hostile-data')
  expect(await broken()).toBeNull()
  await page.getByRole('button', { name: 'Notebook', exact: true }).click()
})

test('it runs nothing before it is trusted', async () => {
  await runCell(2)
  await page.getByText('its code runs once you trust it').waitFor()
  expect(await statusOf(2)).toBe('idle')
  await trust(page)
})

test('what cells print and throw is text', async () => {
  await runCell(2)
  await expect.poll(() => statusOf(2)).toBe('failed')
  expect(await cell(2).getByLabel('Output', { exact: true }).innerText()).toContain('onerror')
  expect(await broken()).toBeNull()
})

test('a cell that loops for ever is stopped by its button', async () => {
  await runCell(3)
  await expect.poll(() => statusOf(3)).toBe('running')
  await cell(3).getByRole('button', { name: 'Interrupt this cell' }).click()
  await expect.poll(() => statusOf(3)).toBe('interrupted')
})

test('a cell that floods its output is cut, and the page stays usable', async () => {
  // The first never lets its process send; the second does.
  for (const n of [4, 5]) {
    await runCell(n)
    await cell(n).getByText(n === 4 ? /flood/ : /the rest is left out/).first().waitFor({ state: 'attached' })
    await cell(n).getByRole('button', { name: 'Interrupt this cell' }).click()
    await expect.poll(() => statusOf(n)).toBe('interrupted')
    expect((await cell(n).getByLabel('Printed').allInnerTexts()).join('').length).toBeLessThan(1_100_000)
  }
})

test('a cell that allocates without end dies alone, and that is said', async () => {
  await runCell(6)
  await expect.poll(() => statusOf(6)).toBe('failed')
  expect(await cell(6).getByLabel('Output', { exact: true }).innerText()).toMatch(/memory/)
  await runCell(7)
  await cell(7).getByText('still here', { exact: true }).waitFor()
  expect(await broken()).toBeNull()
})

test('nothing was thrown in the page', () => {
  // Pictures that are none are asked for and refused; that is said in the console.
  expect(app.complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})
