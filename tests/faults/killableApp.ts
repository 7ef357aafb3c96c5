import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserServer, Page } from 'playwright-core'
import { afterAll, beforeAll, vi } from 'vitest'
import { launchBrowserProcess } from '../end-to-end/browser.ts'
import { openNotebook } from '../end-to-end/openNotebook.ts'
import { endOf, serveHome } from '../end-to-end/servedApp.ts'

/** A page on the notebook, in a browser of its own. */
export interface KillablePage {
  page: Page
  /** Ends its browser as the system would, without a word to it. */
  kill(): Promise<void>
}

/** An app with one notebook, `tiny`, whose server and browsers can be killed. */
export interface KillableApp {
  /** The server's process as it is now. */
  server(): ChildProcess
  openPage(): Promise<KillablePage>
  /** Kills the server; what comes back starts it again where the page looks for it. */
  killServer(): Promise<() => Promise<void>>
  /** What the notebook's file holds. */
  file(): Promise<string>
}

/** Starts the app before the tests of a file, and ends it and all browsers after them. */
export const killableApp = (notebook: string): KillableApp => {
  vi.setConfig({ testTimeout: 400_000 })
  let home: string, server: ChildProcess, url: string
  const browsers: BrowserServer[] = []
  const kill = (process: ChildProcess): Promise<unknown> => {
    process.kill('SIGKILL')
    return endOf(process)
  }
  const path = (): string => join(home, 'notebooks', 'tiny.lab.ts')

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'lab-killed-'))
    await mkdir(join(home, 'notebooks'))
    await writeFile(path(), notebook)
    ;({ server, url } = await serveHome(home))
  })
  afterAll(async () => {
    for (const running of browsers) await running.close().catch(() => undefined)
    server?.kill('SIGTERM')
    if (server) await endOf(server)
    await rm(home, { recursive: true, force: true, maxRetries: 3 })
  })

  return {
    server: () => server,
    file: () => readFile(path(), 'utf8'),
    openPage: async () => {
      const { process: browserProcess, server: running, browser } = await launchBrowserProcess()
      browsers.push(running)
      const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage()
      page.setDefaultTimeout(100_000)
      await page.goto(url)
      await openNotebook(page)
      return { page, kill: async () => void (await kill(browserProcess)) }
    },
    killServer: async () => {
      await kill(server)
      return async () => {
        ({ server, url } = await serveHome(home, Number(new URL(url).port)))
      }
    },
  }
}
