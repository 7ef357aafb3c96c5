import { expect, test } from 'vitest'
import { sourceOf } from './cells.ts'
import { nothingWasThrown, openApp, page } from './openedApp.ts'
import { command } from './openNotebook.ts'
import { seedStudy } from './seededStudy.ts'

const notebook = `// %%
const base = lab.config({ preset: 'nano', loss: { lambda: 5 } })

// %%
const runs = await lab.runs()
lab.compare(runs)
`

openApp({ notebook, prepare: seedStudy })

/** What has the keyboard, as a screen reader would call it. */
const focused = (): Promise<string> => page.evaluate(() => {
  const element = document.activeElement
  const label = element?.closest('label')?.textContent ?? ''
  return (element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '') || label.trim()
})
/** Goes on with Tab until something of this name has the keyboard. */
const tabTo = async (name: string | RegExp): Promise<void> => {
  const seen: string[] = []
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab')
    const now = await focused()
    if (typeof name === 'string' ? now === name : name.test(now)) return
    seen.push(now.slice(0, 30))
  }
  throw new Error(`Tab does not reach ${name}; it went over ${seen.join(' | ')}`)
}

test('a notebook is opened and trusted without a pointer', async () => {
  await page.getByRole('region', { name: 'Notebooks' }).getByText('tiny', { exact: true }).waitFor()
  await tabTo(/^tiny/)
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Notebook tiny' }).waitFor()
  await tabTo('Trust it and allow running')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByRole('button', { name: 'Trust it and allow running' }).count()).toBe(0)
})

test('a slider is moved, let go of, and the cells run', async () => {
  await tabTo('loss.lambda')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => sourceOf(1)).toContain('lambda: 10')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+Enter')
  await page.getByRole('region', { name: /^Cell 1 of 2, code, done/ }).waitFor()
  await page.keyboard.press('Shift+Enter')
  await page.getByRole('heading', { name: '3 variants, 8 runs' }).waitFor()
})

test('in a cell, Escape and arrows: typed, left, and the next one is selected', async () => {
  // Below the last cell there is a new one, ready to be typed into.
  await page.getByRole('region', { name: 'Cell 3 of 3, code, idle' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await page.locator('.monaco-editor').waitFor()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' // typed')
  await page.keyboard.press('Escape')
  await expect.poll(() => sourceOf(1)).toMatch(/\/\/.typed/)
  await page.keyboard.press('j')
  await expect.poll(focused).toMatch(/^Cell 2 of/)
})

test('the comparison: a baseline is pinned, the paper table is opened and closed, a picture of the grid shows its run', async () => {
  await tabTo('pin')
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'Differences in words' }).waitFor()
  await tabTo('Paper table')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Paper table' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  // The keyboard is where it was.
  await expect.poll(focused).toBe('Paper table')
  await tabTo('λ = 5, seed 1: finished')
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: 'Run λ 5, patch 4, seed 1, finished' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Notebook tiny' }).waitFor()
})

test('every view is reached by its key or the palette, and left by Escape', async () => {
  for (const [reach, there] of [
    [() => page.keyboard.press('Control+Shift+l'), page.getByRole('grid', { name: 'Runs' })],
    [() => page.keyboard.press('Control+Shift+m'), page.getByRole('heading', { name: 'Mask inspector' })],
    [() => command(page, 'SQL on the'), page.getByRole('textbox', { name: 'SQL query' })],
    [() => command(page, 'history of'), page.getByRole('heading', { name: 'History' })],
    [() => command(page, 'data: documents'), page.getByRole('heading', { name: /^Data/ })],
  ] as const) {
    await reach()
    await there.waitFor()
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Notebook tiny' }).waitFor()
  }
})

nothingWasThrown()
