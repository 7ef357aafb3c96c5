import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type App } from './app.ts'
import { oneStory, shots } from './story.ts'

let app: App, page: Page
beforeAll(async () => {
  app = await startApp('// %%\n')
  page = await app.open()
})
afterAll(() => app.close())

const look = async (name: string): Promise<void> => {
  if (!shots) return
  await mkdir(shots, { recursive: true })
  await page.screenshot({ path: path.join(shots, `engines-${name}.png`) })
}
oneStory(() => app, look)

test('the palette opens the engines: which work here, and what would bring the others', async () => {
  await page.getByRole('button', { name: 'Command palette' }).click()
  await page.keyboard.type('engines')
  await page.keyboard.press('Enter')
  const cpu = page.getByRole('row', { name: /^cpu yes/ })
  await cpu.waitFor()
  for (const name of ['webgpu', 'cuda', 'directml', 'coreml', 'tensorflow', 'reference']) expect(await page.getByRole('rowheader', { name, exact: true }).count()).toBe(1)
  await look('list')
})

test('measured, each that works has its time, and one is the fastest', async () => {
  await page.getByRole('button', { name: 'Measure all' }).click()
  await page.getByText(/Timed: dim 128/).waitFor()
  await expect.poll(() => page.getByText(/\d ms.*, fastest/).count()).toBe(1)
  await look('measured')
  await page.keyboard.press('Escape')
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(app.complaints).toEqual([])
})
