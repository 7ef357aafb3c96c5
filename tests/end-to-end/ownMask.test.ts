import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { cell, editCell, runCell, statusOf } from './cells.ts'
import { look } from './look.ts'
import { nothingWasThrown, openApp, page } from './openedApp.ts'
import { openTrusted } from './openNotebook.ts'

const maskCell = (predicate: string): string => `const own = lab.mask(({ q, k }) => ${predicate}, { name: 'own' })
await lab.inspect(base, own)`
const blind = maskCell('k.index < q.index')
const leaky = maskCell('k.index <= q.index || q.image === k.image')
const mended = maskCell('k.index <= q.index || (q.image !== null && q.image === k.image && k.row <= q.row + 1)')

const notebook = `// %%
const base = lab.config({
  data: { name: 'shapes', maxObjects: 1, sequenceLength: 64, captionFirst: 0.5, packing: false },
  image: { size: 16 }, model: { dim: 16, layers: 1, heads: 2 }, engine: { threads: 1 },
  train: { steps: 8, batch: 2, evalEvery: 0, sampleEvery: 0, checkpointEvery: 0, evalBatches: 1 }, sample: { steps: 2, count: 1, captionLength: 4 },
})

// %%
${blind}

// %%
const runs = await lab.sweep(base, { mask: ['transfusion', own] })
lab.compare(runs)

// %%
const losses = await Promise.all(runs.map((run) => lab.measure(run, ['raster'], { count: 4 })))
lab.table(Object.keys(losses[0]!).map((patch) => ({ patch, transfusion: losses[0]![patch], own: losses[1]![patch] })), 'Loss by raster index')
`

openApp({ notebook })

/** Puts another text into a cell and runs it. */
const rewrite = async (n: number, text: string): Promise<void> => {
  await editCell(n)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
  await page.keyboard.press('Shift+Enter')
}
const checks = (): Locator => cell(2).getByRole('list', { name: 'Checks of own' })

test('a mask that leaves a position blind is refused with the position', async () => {
  await openTrusted(page)
  await runCell(1, 'Shift+Enter')
  await runCell(2, 'Shift+Enter')
  await expect.poll(() => cell(2).innerText()).toContain('Mask "own" lets position 0 of the layout t4 see nothing')
})

test('the next one is seen, and fails with a counter-example that is drawn', async () => {
  await rewrite(2, leaky)
  await checks().waitFor()
  const future = checks().getByRole('listitem').filter({ hasText: 'text sees no future' })
  await expect.poll(() => future.innerText()).toMatch(/fails:.*sees position 1 .*which comes after it/s)
  await future.getByRole('button', { name: 'Show the pair' }).click()
  await expect.poll(() => cell(2).getByLabel('What is looked at').innerText()).toMatch(/position 0 .* sees position 1 .*Held/s)
  await look(page, 'own-mask-counter-example')
})

test('mended, it passes', async () => {
  await rewrite(2, mended)
  await expect.poll(() => checks().getByRole('listitem').filter({ hasText: 'text sees no future' }).innerText()).toContain('passes')
})

test('trained against transfusion: the mask is all that differs', async () => {
  await runCell(3, 'Shift+Enter')
  await expect.poll(() => statusOf(3)).toBe('done')
  const heads = cell(3).getByRole('table').getByRole('columnheader')
  await expect.poll(async () => (await heads.allInnerTexts()).filter((head) => /^[a-z]+(\.[a-zA-Z]+)?$/.test(head) && head !== 'seed')).toEqual(['mask'])
})

test('loss by raster index: a row for each of the 16 patches', async () => {
  await runCell(4, 'Shift+Enter')
  await expect.poll(() => statusOf(4)).toBe('done')
  const table = cell(4).getByRole('table').last()
  await expect.poll(() => table.getByRole('row').count()).toBe(17)
  expect(await table.innerText()).not.toMatch(/NaN|undefined/)
})

test('the run keeps the mask that it was trained with: picture, predicate and hash', async () => {
  await page.getByRole('region', { name: 'Runs' }).getByText(/own/).first().click()
  const mask = page.getByRole('region', { name: 'Mask' })
  await expect.poll(() => mask.innerText()).toMatch(/Mask own\n+.*k\.row <= q\.row \+ 1.*\n+SHA-256 [0-9a-f]{12}/s)
  await expect.poll(() => mask.getByRole('img').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(20)
  await look(page, 'own-mask-run')
  await mask.getByRole('button', { name: 'Inspect' }).click()
  await page.getByRole('heading', { name: 'Mask inspector' }).waitFor()
})

test('what is seen is taken away as PNG, SVG, CSV and .npy', async () => {
  const exports = page.getByRole('group', { name: 'Export', exact: true })
  const take = async (kind: string): Promise<{ name: string; bytes: Buffer }> => {
    const [download] = await Promise.all([page.waitForEvent('download'), exports.getByRole('button', { name: kind, exact: true }).click()])
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }
  const files = { png: await take('PNG'), svg: await take('SVG'), csv: await take('CSV'), npy: await take('.npy') }
  expect(files.png.bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(files.svg.bytes.toString()).toMatch(/^<svg .*>own<\/text>.*<path fill="#[0-9a-f]{6}" d="M0 0/s)
  expect(files.csv.bytes.toString()).toContain('query,key,query is,key is,kind')
  expect(files.npy.bytes.subarray(1, 6).toString()).toBe('NUMPY')
  expect(Object.values(files).map(({ name }) => name.replace(/\d+/, 'N'))).toEqual(['mask-own-N.png', 'mask-own-N.svg', 'mask-own-N.csv', 'mask-own-N.npy'])
})

nothingWasThrown()
