import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startApp, type App } from './app.ts'
import { seriousViolations } from './axe.ts'
import { lookBoth } from './look.ts'
import { seedStudy } from './seededStudy.ts'
import { oneStory, shots } from './story.ts'

vi.setConfig({ testTimeout: 180_000 })

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

let app: App
let page: Page

beforeAll(async () => {
  if (shots) await mkdir(shots, { recursive: true })
  app = await startApp(notebook, seedStudy)
  page = await app.open()
  page.setDefaultTimeout(60_000)
})
afterAll(() => app?.close())

oneStory(() => app, (name) => lookBoth(page, name))

/** No serious violation in light and in dark. */
const check = async (view: string): Promise<void> => {
  await lookBoth(page, view)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect({ view, colorScheme, found: await seriousViolations(page) }).toEqual({ view, colorScheme, found: [] })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

test('a notebook that is not trusted yet', async () => {
  await page.getByRole('region', { name: 'Notebooks' }).getByText('tiny', { exact: true }).click()
  await page.getByRole('heading', { name: 'A notebook', exact: true }).waitFor()
  await check('untrusted')
})
