import { execFileSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserServer, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { launchBrowserProcess } from '../end-to-end/browser.ts'
import { lookBoth } from '../end-to-end/look.ts'
import { endOf, serveHome } from '../end-to-end/servedApp.ts'

// Training and a browser share the machine with the other tests.
vi.setConfig({ testTimeout: 240_000 })
const eventually = { timeout: 120_000, interval: 50 }

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

let home: string, url: string
let server: ChildProcess
const browsers: BrowserServer[] = []

const openPage = async (): Promise<{ page: Page; kill: () => Promise<void> }> => {
  const { process: browserProcess, server: running, browser } = await launchBrowserProcess()
  browsers.push(running)
  const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage()
  page.setDefaultTimeout(120_000)
  await page.goto(url)
  await page.getByRole('region', { name: 'Notebooks' }).getByText('tiny', { exact: true }).click()
  await page.getByRole('region', { name: 'Notebook tiny' }).waitFor()
  return {
    page,
    kill: async () => {
      browserProcess.kill('SIGKILL')
      await endOf(browserProcess)
    },
  }
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lab-killed-'))
  await mkdir(join(home, 'notebooks'))
  await writeFile(join(home, 'notebooks', 'tiny.lab.ts'), notebook)
  ;({ server, url } = await serveHome(home))
})
afterAll(async () => {
  for (const running of browsers) await running.close().catch(() => undefined)
  server.kill('SIGTERM')
  await endOf(server)
  await rm(home, { recursive: true, force: true, maxRetries: 3 })
})

const cell = (page: Page, n: number): Locator => page.locator('[data-cell]').nth(n - 1)
/** How many steps the run's card says are done. */
const step = async (page: Page): Promise<number> => Number(/step ([\d,]+) \//.exec(await cell(page, 2).getByRole('article').innerText())?.[1]?.replaceAll(',', '') ?? 0)
const file = (): Promise<string> => readFile(join(home, 'notebooks', 'tiny.lab.ts'), 'utf8')

/** The process that trains, a child of the server's. */
const kernelProcess = (): number => {
  const found = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' }).split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).find((row) => Number(row?.[2]) === server.pid && /kernel\/process\.ts/.test(row?.[3] ?? ''))
  return Number(found![1])
}

let page: Page

test('a browser that is killed leaves the run going, and the next one finds it where it is', async () => {
  const first = await openPage()
  await first.page.getByRole('button', { name: 'Trust it and allow running' }).click()
  await cell(first.page, 2).click({ position: { x: 6, y: 6 } })
  await first.page.keyboard.press('Control+Enter')
  await cell(first.page, 2).getByRole('article', { name: 'Run long, running' }).waitFor()
  await expect.poll(() => step(first.page), eventually).toBeGreaterThan(20)
  const before = await step(first.page)
  await first.kill()
  page = (await openPage()).page
  await cell(page, 2).getByRole('article', { name: 'Run long, running' }).waitFor()
  await expect.poll(() => step(page), eventually).toBeGreaterThan(before + 20)
  expect(await cell(page, 2).getAttribute('aria-label')).toContain('running')
})

test('a kernel that is killed while somebody types takes no edit with it, and the run offers in a sentence to go on', async () => {
  await expect.poll(() => step(page), eventually).toBeGreaterThan(120)
  await cell(page, 1).locator('.code-static').click()
  await page.locator('.monaco-editor').waitFor()
  for (let n = 1; n <= 4; n++) {
    if (n === 3) process.kill(kernelProcess(), 'SIGKILL')
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(`// edit ${n}`)
    await page.locator('.save-status', { hasText: /^saved$/ }).waitFor()
    expect(await file()).toContain(`// edit ${n}\n`)
  }
  const card = cell(page, 2).getByRole('article', { name: 'Run long, crashed' })
  await card.getByText(/^The kernel was killed \(SIGKILL\), probably by the system for lack of memory; resume from step \d+, or lower train\.batch\.$/).waitFor()
  await lookBoth(page, 'killed-kernel')
  await card.getByRole('button', { name: 'Resume' }).click()
  await cell(page, 2).getByRole('article', { name: 'Run long, finished' }).waitFor()
  expect(await step(page)).toBe(steps)
  expect(await file()).toContain('// edit 4\n')
})
