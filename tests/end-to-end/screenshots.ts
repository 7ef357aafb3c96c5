import { cp, mkdir, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { startApp } from './app.ts'
import { command, openNotebook, openTrusted } from './openNotebook.ts'

// Takes every main view as a user sees it, in light and in dark: of a small study that is trained for it, or of the runs of a home.

const { values } = parseArgs({ options: { home: { type: 'string' }, out: { type: 'string', default: 'docs/screenshots' } } })
const out = resolve(values.out)
const notebookName = 'what-lambda-does'
/** The study is small enough to train in a minute or two: its pictures are of the app, and say nothing of λ. */
const notebook = `// %% [markdown]
// # What λ does
//
// The loss is **text loss + λ · image loss** (eq. 4). Three values of λ on a small model, compared seed by seed.

// %%
const base = lab.config({
  preset: 'nano', loss: { lambda: 5 }, patch: { size: 4 }, image: { size: 16 },
  model: { dim: 64, layers: 2, heads: 4 }, data: { sequenceLength: 96 },
  train: { steps: 300, batch: 8, warmup: 10, ema: 0.95, evalEvery: 30, sampleEvery: 150, checkpointEvery: 150, evalBatches: 2 },
  sample: { steps: 10, count: 4, captionLength: 24 },
})

// %%
const runs = await ${values.home === undefined ? "lab.sweep(base, { 'loss.lambda': [1, 5, 20] }, { seeds: 3 })" : 'lab.runs()'}

// %%
lab.compare(runs, { baseline: { 'loss.lambda': 5 } })
`

const open = (page: Page, hash: string): Promise<unknown> => page.evaluate((to) => (window.location.hash = to), hash)

const attention = (page: Page): Locator => page.getByRole('region', { name: 'Attention of the checkpoint' })

/** Holds a place of a sequence, counted from its start. */
const hold = async (strip: Locator, place: number): Promise<void> => {
  await strip.press('Home')
  for (let step = 0; step < place; step++) await strip.press('ArrowRight')
  await strip.blur()
}

const windowSize = { width: 1400, height: 900 }

interface View {
  name: string
  reach: (page: Page) => Promise<unknown>
  /** What is there when the view can be seen. */
  ready: string
  /** What is taken of the page; left out: what fits the window. */
  of?: (page: Page) => Locator
  leave?: (page: Page) => Promise<unknown>
}

/** The main views, and how each is reached from the one before it. */
const views: readonly View[] = [
  { name: 'notebook', reach: async (page) => {
    await page.getByRole('button', { name: 'Run all' }).click()
    const ended = page.getByRole('region', { name: /^Cell 4 of \d+, code, done|, failed/ }).first()
    await ended.waitFor({ timeout: 600_000 })
    if (/failed/.test((await ended.getAttribute('aria-label')) ?? '')) throw new Error(`a cell failed: ${await ended.innerText()}`)
    await page.locator('.main').evaluate((main) => main.scrollTo(0, 0))
  }, ready: '.study-grid' },
  { name: 'run', reach: async (page) => page.locator('.runs .side-item button').first().click(), ready: 'article .scatterlayer .trace' },
  { name: 'runs', reach: (page) => page.keyboard.press('Control+Shift+l'), ready: '.grid-row' },
  { name: 'runs-lines', reach: (page) => page.getByRole('button', { name: 'Lines' }).click(), ready: '.grid-row', leave: (page) => page.getByRole('button', { name: 'Lines' }).click() },
  { name: 'sql', reach: async (page) => {
    await page.getByRole('button', { name: 'SQL' }).click()
    await page.getByRole('button', { name: 'Run the query' }).click()
  }, ready: 'table td' },
  { name: 'comparison', reach: async (page) => {
    for (const box of (await page.locator('.runs .side-item input').all()).slice(0, 9)) await box.check()
    await command(page, 'compare the ticked')
  }, ready: '.comparison .scatterlayer .trace' },
  { name: 'data', reach: (page) => open(page, `#data/${encodeURIComponent('{"config":{"preset":"nano"}}')}`), ready: '.document img' },
  { name: 'masks', reach: (page) => open(page, `#masks/${encodeURIComponent('{"config":{"preset":"nano"}}')}`), ready: '.matrix canvas[data-drawn]' },
  { name: 'inspector', reach: async (page) => {
    await page.getByRole('combobox', { name: 'against' }).selectOption('causal')
    // A patch in the fifth of six rows, behind ⟨eot⟩ and ⟨BOI⟩.
    await hold(page.getByRole('application', { name: /^Sequence of/ }).first(), 2 + 4 * 6 + 3)
  }, ready: '.matrix canvas[data-drawn]' },
  { name: 'attention', reach: async (page) => {
    await page.locator('.runs .side-item button', { hasText: values.home === undefined ? 'λ 5, seed 0' : '' }).first().click()
    await page.getByRole('region', { name: 'Mask', exact: true }).getByRole('button', { name: 'Inspect' }).click()
    await attention(page).getByRole('button', { name: 'Read it' }).click()
    await attention(page).getByRole('group', { name: 'Heads' }).getByRole('button', { name: /^layer 2, head 2:/ }).click()
    // The l of "bottom left: a small blue circle", behind ⟨eot⟩, ⟨BOI⟩, 16 patches and ⟨EOI⟩.
    await hold(attention(page).getByRole('application', { name: /^Sequence of/ }).first(), 2 + 16 + 1 + 22)
    // All of it at once: what a window cuts off is not drawn.
    await page.setViewportSize({ ...windowSize, height: 1800 })
  }, ready: '.matrix canvas[data-drawn]', of: attention, leave: async (page) => {
    await page.setViewportSize(windowSize)
    await page.getByRole('button', { name: 'Notebook', exact: true }).click()
  } },
  { name: 'history', reach: async (page) => {
    await page.keyboard.press('Escape')
    await page.locator('[data-cell]').nth(1).click({ position: { x: 6, y: 6 } })
    await page.keyboard.press('b')
    await page.keyboard.press('Enter')
    await page.locator('.monaco-editor').waitFor()
    await page.keyboard.insertText("const run = await lab.train(base, { name: 'the middle one' })")
    await page.keyboard.press('Escape')
    await page.locator('.save-status', { hasText: /^saved$/ }).waitFor()
    await command(page, 'history of the notebook')
    await page.getByRole('list', { name: 'Versions' }).getByRole('button').last().click()
  }, ready: '.diff' },
  { name: 'palette', reach: (page) => page.keyboard.press('Control+k'), ready: '[role=dialog]', leave: (page) => page.keyboard.press('Escape') },
  { name: 'keys', reach: (page) => command(page, 'keyboard shortcuts'), ready: '[role=dialog]', leave: (page) => page.keyboard.press('Escape') },
  { name: 'new-notebook', reach: (page) => command(page, 'new notebook'), ready: '[role=dialog]', leave: (page) => page.keyboard.press('Escape') },
  { name: 'first-run', reach: async (page) => {
    await openNotebook(page, '01-first-run')
    await page.getByRole('button', { name: 'Run all' }).click()
    await page.locator('.run-facts', { hasText: /step [1-9]\d\d \// }).first().waitFor({ timeout: 300_000 })
    await page.locator('.main').evaluate((main) => main.scrollTo(0, 0))
  }, ready: 'article .scatterlayer .trace' },
]

const prepare = async (home: string): Promise<void> => {
  await rename(join(home, 'notebooks', 'tiny.lab.ts'), join(home, 'notebooks', `${notebookName}.lab.ts`))
  if (values.home !== undefined) await cp(resolve(values.home), home, { recursive: true, filter: (path) => !/runs\/|lock$|cache\//.test(path.slice(resolve(values.home!).length)) })
}

await mkdir(out, { recursive: true })
const app = await startApp(notebook, prepare)
try {
  const page = await app.open()
  page.setDefaultTimeout(60_000)
  await openTrusted(page, notebookName)
  await page.getByRole('button', { name: 'Skip' }).click()
  for (const { name, reach, ready, of, leave } of views) {
    await reach(page)
    await page.locator(`${ready} >> visible=true`).first().waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      // Charts and pictures are drawn anew in the other colours.
      await page.waitForLoadState('networkidle')
      await page.waitForTimeout(600)
      await writeFile(join(out, `${name}-${colorScheme}.png`), await sharp(await (of?.(page) ?? page).screenshot()).png({ palette: true, effort: 8 }).toBuffer())
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await leave?.(page)
    console.log(join(out, `${name}-{light,dark}.png`))
  }
} finally {
  await app.close()
}
