import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { startApp } from './app.ts'
import { seedStudy } from './seededStudy.ts'

// Takes every main view as a user sees it, in light and in dark.

const { values } = parseArgs({ options: { home: { type: 'string' }, out: { type: 'string', default: 'docs/screenshots' } } })
const out = resolve(values.out)
const notebook = `// %% [markdown]
// # What λ does
//
// The loss is **text loss + λ · image loss** (eq. 4). Three values, three seeds each, compared by seed.

// %%
const base = lab.config({ preset: 'nano', loss: { lambda: 5 }, patch: { size: 4 } })

// %%
const runs = await lab.runs()
lab.compare(runs, { baseline: { 'loss.lambda': 1 } })
`

const command = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}
const open = (page: Page, hash: string): Promise<unknown> => page.evaluate((to) => (window.location.hash = to), hash)

/** The main views: how each is reached, and what is there when it can be seen. */
const views: readonly { name: string; reach: (page: Page) => Promise<unknown>; ready: string; leave?: (page: Page) => Promise<unknown> }[] = [
  { name: 'notebook', reach: async (page) => {
    await page.locator('[data-cell]').nth(2).click({ position: { x: 6, y: 6 } })
    await page.keyboard.press('Control+Enter')
    await page.locator('.scatterlayer .trace').first().waitFor()
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
    for (const box of (await page.locator('.runs .side-item input').all()).slice(0, 8)) await box.check()
    await command(page, 'compare the ticked')
  }, ready: '.comparison .scatterlayer .trace' },
  { name: 'data', reach: (page) => open(page, `#data/${encodeURIComponent('{"config":{"preset":"nano"}}')}`), ready: '.document img' },
  { name: 'masks', reach: (page) => open(page, `#masks/${encodeURIComponent('{"config":{"preset":"nano"}}')}`), ready: '.matrix canvas[data-drawn]' },
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
]

const prepare = async (home: string): Promise<void> => {
  if (values.home === undefined) await seedStudy(home)
  else await cp(resolve(values.home), home, { recursive: true, filter: (path) => !/runs\/|lock$|cache\//.test(path.slice(resolve(values.home!).length)) })
}

await mkdir(out, { recursive: true })
const app = await startApp(notebook, prepare)
try {
  const page = await app.open()
  page.setDefaultTimeout(60_000)
  await page.getByRole('region', { name: 'Notebooks' }).getByText('tiny', { exact: true }).click()
  await page.getByRole('heading', { name: 'What λ does' }).waitFor()
  await page.getByRole('button', { name: 'Trust it and allow running' }).click()
  await page.getByRole('button', { name: 'Skip' }).click()
  for (const { name, reach, ready, leave } of views) {
    await reach(page)
    await page.locator(`${ready} >> visible=true`).first().waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      // Charts and pictures are drawn anew in the other colours.
      await page.waitForLoadState('networkidle')
      await page.waitForTimeout(600)
      await writeFile(join(out, `${name}-${colorScheme}.png`), await sharp(await page.screenshot()).png({ palette: true, effort: 8 }).toBuffer())
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await leave?.(page)
    console.log(join(out, `${name}-{light,dark}.png`))
  }
} finally {
  await app.close()
}
