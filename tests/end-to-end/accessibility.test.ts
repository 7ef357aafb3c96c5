import { expect, test } from 'vitest'
import { seriousViolations } from './axe.ts'
import { look, lookBoth } from './look.ts'
import { openApp, page } from './openedApp.ts'
import { command, openNotebook, trust } from './openNotebook.ts'
import { seedStudy } from './seededStudy.ts'

const notebook = `// %% [markdown]
// # A notebook
//
// Text with a [link](https://arxiv.org/abs/2408.11039) and \`code\`.

// %%
const base = lab.config({ preset: 'nano', loss: { lambda: 5 }, patch: { size: 4 } })

// %%
const runs = await lab.runs()
lab.compare(runs, { baseline: { 'loss.lambda': 1 } })

// %%
throw new Error('what a mistake looks like')
`

openApp({ notebook, prepare: seedStudy })

/** Views with most of the kinds of things that have colours of their own. */
const inContrast = ['notebook', 'runs', 'comparison', 'inspector', 'settings']

/** No serious violation in light, in dark and, where there is much to see, in high contrast. */
const check = async (view: string): Promise<void> => {
  await lookBoth(page, view)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect.soft({ view, colorScheme, found: await seriousViolations(page) }).toEqual({ view, colorScheme, found: [] })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  if (!inContrast.includes(view)) return
  await page.emulateMedia({ contrast: 'more' })
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('contrast')
  await look(page, `${view}-contrast`)
  expect.soft({ view, contrast: 'more', found: await seriousViolations(page) }).toEqual({ view, contrast: 'more', found: [] })
  await page.emulateMedia({ contrast: 'no-preference' })
}

test('the notebook, with outputs and an editor', async () => {
  await openNotebook(page)
  await page.getByRole('heading', { name: 'A notebook', exact: true }).waitFor()
  await check('untrusted')
  await trust(page)
  await page.getByRole('button', { name: 'Run all' }).click()
  await page.locator('.output-error', { hasText: 'what a mistake looks like' }).waitFor()
  await page.getByRole('heading', { name: '3 variants, 8 runs' }).first().waitFor()
  await page.locator('.outline summary').click()
  await page.locator('.code-static').first().click()
  await page.locator('.monaco-editor').first().waitFor()
  await check('notebook')
})

test('run, runs, SQL, history, comparison, masks', async () => {
  await page.keyboard.press('Escape')
  await command(page, 'all runs as a table')
  await page.getByRole('grid', { name: 'Runs' }).waitFor()
  await check('runs')
  await page.getByRole('checkbox', { name: 'Tick all that are shown' }).check()
  await page.getByRole('toolbar', { name: 'Ticked runs' }).getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('heading', { name: '3 variants, 8 runs' }).first().waitFor()
  await check('comparison')
  await command(page, 'SQL on the database')
  await page.getByRole('button', { name: 'Run the query' }).click()
  await page.getByRole('table').waitFor()
  await check('sql')
  await page.getByRole('region', { name: 'Runs' }).getByRole('button', { name: /λ 5, patch 4, seed 0/ }).click()
  await page.getByRole('article').waitFor()
  await check('run')
  await command(page, 'history of the notebook')
  await page.getByRole('heading', { name: 'History' }).waitFor()
  await check('history')
  await command(page, 'mask inspector')
  await page.locator('.matrix canvas').first().waitFor()
  await check('inspector')
})

test('what lies over the page', async () => {
  for (const [name, open] of [['palette', 'Control+k'], ['search', 'Control+Shift+f']] as const) {
    await page.keyboard.press(open)
    await page.getByRole('dialog').waitFor()
    await check(name)
    await page.keyboard.press('Escape')
  }
  for (const [name, words] of [['help', 'keyboard shortcuts'], ['bin', 'bin of'], ['new-notebook', 'new notebook'], ['settings', 'settings:']] as const) {
    await command(page, words)
    await page.getByRole('dialog').waitFor()
    await check(name)
    await page.keyboard.press('Escape')
  }
})
