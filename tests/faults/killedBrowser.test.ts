import type { ChildProcess } from 'node:child_process'
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserServer, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { launchBrowserProcess } from '../end-to-end/browser.ts'
import { endOf, serveHome } from '../end-to-end/servedApp.ts'

vi.setConfig({ testTimeout: 180_000 })
const eventually = { timeout: 60_000, interval: 50 }

let home: string
let server: ChildProcess
let url: string
const file = (): Promise<string> => readFile(join(home, 'notebooks', 'mine.lab.ts'), 'utf8')
/** The number of the last edit that a text holds. */
const editIn = (text: string): number => Number(/edit (\d+)/.exec(text)?.[1] ?? 0)

/** @param port so that the page finds it again after it was killed */
const startServer = async (port = 0): Promise<void> => {
  ({ server, url } = await serveHome(home, port))
}

let browsers: BrowserServer[] = []
const openPage = async (): Promise<{ page: Page; browser: Browser; kill: () => Promise<void> }> => {
  const { process: browserProcess, server: running, browser } = await launchBrowserProcess()
  browsers.push(running)
  const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(url)
  await page.getByRole('region', { name: 'Notebooks' }).getByText('mine', { exact: true }).click()
  await page.getByRole('region', { name: 'Notebook mine' }).waitFor()
  return {
    page, browser,
    kill: async () => {
      browserProcess.kill('SIGKILL')
      await endOf(browserProcess)
    },
  }
}

const edit = async (page: Page): Promise<void> => {
  await page.locator('[data-cell] .code-static').first().click()
  await page.locator('.monaco-editor').waitFor()
}
const write = async (page: Page, n: number): Promise<void> => {
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(`// edit ${n}\n1`)
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lab-killed-'))
  await mkdir(join(home, 'notebooks'))
  await writeFile(join(home, 'notebooks', 'mine.lab.ts'), '// %%\n// edit 0\n1\n')
  await startServer()
})
afterAll(async () => {
  for (const running of browsers) await running.close().catch(() => undefined)
  browsers = []
  server.kill('SIGTERM')
  await endOf(server)
  await rm(home, { recursive: true, force: true, maxRetries: 3 })
})

test('a browser that is killed while somebody types has lost nothing that it said was saved', async () => {
  let saved = 0
  for (let death = 0; death < 2; death++) {
    const { page, kill } = await openPage()
    await edit(page)
    const first = saved + 1
    const last = first + 1 + Math.floor(Math.random() * 4)
    for (let n = first; n <= last; n++) {
      await write(page, n)
      // What stands there as saved was acknowledged; the last ones are not waited for.
      if (n < last - 1 || Math.random() < 0.5) {
        await page.locator('.save-status', { hasText: /^saved$/ }).waitFor()
        saved = n
      }
    }
    await kill()
    const inFile = editIn(await file())
    expect({ death, lost: inFile < saved, whole: /^\/\/ %%\n\/\/ edit \d+\n1\n$/.test(await file()) }).toEqual({ death, lost: false, whole: true })
    saved = inFile
  }
})

test('a host that is killed while somebody types gets what was typed when it is back, and it is no conflict', async () => {
  const { page } = await openPage()
  await edit(page)
  const port = Number(new URL(url).port)
  let n = editIn(await file())
  for (let death = 0; death < 2; death++) {
    await write(page, ++n)
    // From before the save to after it: half a second after the last key.
    await page.waitForTimeout(Math.random() * 900)
    server.kill('SIGKILL')
    await endOf(server)
    await write(page, ++n)
    await page.getByText('Connection lost, trying again.').waitFor()
    await startServer(port)
    await expect.poll(async () => editIn(await file()), eventually).toBe(n)
    await page.locator('.save-status', { hasText: /^saved$/ }).waitFor()
  }
  expect(await page.getByRole('button', { name: 'Keep mine as a copy' }).count()).toBe(0)
})
