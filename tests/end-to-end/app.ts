import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser } from './browser.ts'
import { endOf, serveHome } from './servedApp.ts'

/** The app as a user has it: a server of its own on a home of its own, and a browser. */
export interface App {
  readonly home: string
  readonly url: string
  readonly server: ChildProcess
  /** A page on the app; what it throws or the policy blocks is gathered in `complaints`. `before` runs in it first. */
  open(before?: () => void): Promise<Page>
  readonly complaints: string[]
  close(): Promise<void>
}

/**
 * @param notebook text of `tiny.lab.ts` in the home's notebooks, perhaps one that names the home
 * @param prepare fills the home before the server opens it
 */
export const startApp = async (notebook: string | ((home: string) => string), prepare: (home: string) => Promise<unknown> = async () => {}): Promise<App> => {
  const home = await mkdtemp(join(tmpdir(), 'lab-end-to-end-'))
  await mkdir(join(home, 'notebooks'))
  await writeFile(join(home, 'notebooks', 'tiny.lab.ts'), typeof notebook === 'string' ? notebook : notebook(home))
  await prepare(home)
  const { server, url } = await serveHome(home)
  const browser = await launchBrowser()
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
  const complaints: string[] = []
  return {
    home, url, server, complaints,
    async open(before) {
      const page = await context.newPage()
      page.setDefaultTimeout(100_000)
      if (before) await page.addInitScript(before)
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      await page.goto(url)
      return page
    },
    async close() {
      await browser.close()
      server.kill('SIGTERM')
      await endOf(server)
      await rm(home, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
