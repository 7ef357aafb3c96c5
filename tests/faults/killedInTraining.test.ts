import { execFileSync } from 'node:child_process'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { lookBoth } from '../end-to-end/look.ts'
import { trust } from '../end-to-end/openNotebook.ts'
import { killableApp } from './killableApp.ts'

const steps = 2500
const notebook = `// %%
// edit 0

// %%
const base = lab.config({
  image: { size: 16 }, patch: { size: 8 }, model: { dim: 32, layers: 1, heads: 2 }, data: { sequenceLength: 64 }, engine: { threads: 1 },
  train: { steps: ${steps}, batch: 4, evalEvery: 0, sampleEvery: 0, checkpointEvery: 50, evalBatches: 1 }, sample: { steps: 2, count: 1, captionLength: 2 },
})
const run = await lab.train(base, { name: 'long' })
`

const app = killableApp(notebook)

const cell = (page: Page, n: number): Locator => page.locator('[data-cell]').nth(n - 1)
/** How many steps the run's card says are done. */
const step = async (page: Page): Promise<number> => Number(/step ([\d,]+) \//.exec(await cell(page, 2).getByRole('article').innerText())?.[1]?.replaceAll(',', '') ?? 0)

/** The process that trains, a child of the server's. */
const kernelProcess = (): number => {
  const found = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' }).split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).find((row) => Number(row?.[2]) === app.server().pid && /kernel\/process\.ts/.test(row?.[3] ?? ''))
  return Number(found![1])
}

let page: Page

test('a browser that is killed leaves the run going, and the next one finds it where it is', async () => {
  const first = await app.openPage()
  await trust(first.page)
  await cell(first.page, 2).click({ position: { x: 6, y: 6 } })
  await first.page.keyboard.press('Control+Enter')
  await cell(first.page, 2).getByRole('article', { name: 'Run long, running' }).waitFor()
  await expect.poll(() => step(first.page)).toBeGreaterThan(20)
  const before = await step(first.page)
  await first.kill()
  page = (await app.openPage()).page
  await cell(page, 2).getByRole('article', { name: 'Run long, running' }).waitFor()
  await expect.poll(() => step(page)).toBeGreaterThan(before + 20)
  expect(await cell(page, 2).getAttribute('aria-label')).toContain('running')
})

test('a kernel that is killed while somebody types takes no edit with it, and the run offers in a sentence to go on', async () => {
  await expect.poll(() => step(page)).toBeGreaterThan(120)
  await cell(page, 1).locator('.code-static').click()
  await page.locator('.monaco-editor').waitFor()
  for (let n = 1; n <= 4; n++) {
    if (n === 3) process.kill(kernelProcess(), 'SIGKILL')
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(`// edit ${n}`)
    await page.locator('.save-status', { hasText: /^saved$/ }).waitFor()
    expect(await app.file()).toContain(`// edit ${n}\n`)
  }
  const card = cell(page, 2).getByRole('article', { name: 'Run long, crashed' })
  await card.getByText(/^The kernel was killed \(SIGKILL\), probably by the system for lack of memory; resume from step \d+, or lower train\.batch\.$/).waitFor()
  await lookBoth(page, 'killed-kernel')
  await card.getByRole('button', { name: 'Resume' }).click()
  await cell(page, 2).getByRole('article', { name: 'Run long, finished' }).waitFor()
  expect(await step(page)).toBe(steps)
  expect(await app.file()).toContain('// edit 4\n')
})
