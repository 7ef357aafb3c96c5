import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { runCell } from './cells.ts'
import { lookBoth } from './look.ts'
import { nothingWasThrown, openApp, page } from './openedApp.ts'
import { openNotebook, openTrusted } from './openNotebook.ts'

const notebook = `// %%
const base = lab.config({
  image: { size: 16 }, patch: { size: 8 }, model: { dim: 16, layers: 1, heads: 2 }, data: { sequenceLength: 96 }, engine: { threads: 1 },
  train: { steps: 20000, batch: 2, lr: 1, warmup: 0, clip: 0, evalEvery: 5, sampleEvery: 0, checkpointEvery: 0, evalBatches: 1 }, sample: { steps: 2, count: 1, captionLength: 2 },
})

// %%
await lab.train(lab.config(base, { 'train.stopPlateau': 1 }), { name: 'levelled' })

// %%
await lab.train(lab.config(base, { 'train.lr': 1e-4, 'train.steps': 20 }), { name: 'whole' })
`

/** The page as it is when the user is in another window, with a browser that allows calls and writes them down. */
const elsewhere = (): void => {
  const calls: { title: string; body: string | undefined }[] = []
  Object.assign(window, { calls })
  document.hasFocus = () => false
  window.Notification = class {
    static readonly permission = 'granted'
    static requestPermission = (): Promise<string> => Promise.resolve('granted')
    constructor(title: string, options?: NotificationOptions) {
      calls.push({ title, body: options?.body })
    }
  } as unknown as typeof Notification
}

/** What the server tells of runs reaches the page as of runs that started two minutes earlier: only the end of a long run is worth a call. */
const startedEarlier = (message: string): string => message.replaceAll(/"started":(\d+)/g, (_, started: string) => `"started":${Number(started) - 120_000}`)

openApp({ notebook, before: elsewhere })

const runs = (): Locator => page.getByRole('region', { name: 'Runs' })

test('a run that no longer gets better stops by its own rule, and its card says which and when it was best', async () => {
  await openTrusted(page)
  await runCell(1)
  await runCell(2)
  await runs().getByRole('button', { name: /^levelled\b/ }).getByText('cancelled').waitFor()
  await runs().getByRole('button', { name: /^levelled\b/ }).click()
  await page.getByRole('article').getByText(/^Stopped by train\.stopPlateau: .+ was best at step \d+, 1 evaluation ago\.$/).waitFor()
  await lookBoth(page, 'stopped-by-rule')
})

test('the end of a long run calls the user who is in another window, where that was asked for', async () => {
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer()
    server.onMessage((message) => socket.send(typeof message === 'string' ? startedEarlier(message) : message))
  })
  await page.reload()
  await openNotebook(page)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find a command' }).fill('Tell me when long runs end')
  await page.keyboard.press('Enter')
  await page.getByText('You will be told when a run that took more than a minute ends').waitFor()
  await runCell(1)
  await runCell(3)
  await runs().getByRole('button', { name: /^whole\b/ }).getByText('finished').waitFor()
  const calls = async () => page.evaluate(() => (window as unknown as { calls: unknown[] }).calls)
  await expect.poll(calls, { timeout: 30_000 }).toEqual([{ title: 'whole: finished', body: expect.stringMatching(/^20 steps in 2 min/) }])
})

nothingWasThrown()
