import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startApp, type App } from './app.ts'
import { lookBoth } from './look.ts'

/** The app that the tests of a file use together, and the page that it is open on; there before the first of them. */
export let app: App
export let page: Page

/** What an app is opened with. */
export interface Opening {
  /** Text of the notebook `tiny`, perhaps one that names the home. */
  notebook?: string | ((home: string) => string)
  /** Fills the home before the app opens it. */
  prepare?: (home: string) => Promise<unknown>
  /** Runs in the page before anything of its own. */
  before?: () => void
}

/**
 * Opens the app for the tests of a file, which are one story: what comes after a failure would only wait for what never
 * comes, and is skipped. Training and a browser share the machine with other tests, so all of it may take long.
 */
export const openApp = ({ notebook = '// %%\n1\n', prepare, before }: Opening = {}): void => {
  vi.setConfig({ testTimeout: 400_000, hookTimeout: 240_000 })
  beforeAll(async () => {
    app = await startApp(notebook, prepare)
    page = await app.open(before)
  })
  afterAll(() => app?.close())

  let failed = false
  beforeEach(({ skip }) => skip(failed, 'an earlier part failed'))
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || failed) return
    failed = true
    await lookBoth(page, 'failure')
    if (app.complaints.length > 0) console.error(`the page said: ${app.complaints.join('\n')}`)
  })
}

/** The last test of a story. */
export const nothingWasThrown = (): void => test('nothing was thrown in the page and nothing was blocked by its policy', () => {
  expect(app.complaints).toEqual([])
})
