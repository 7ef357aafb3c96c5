import { expect, test } from 'vitest'
import { look } from './look.ts'
import { app, openApp, page } from './openedApp.ts'

openApp()

test('the palette opens the engines: which work here, and what would bring the others', async () => {
  await page.getByRole('button', { name: 'Command palette' }).click()
  await page.keyboard.type('engines')
  await page.keyboard.press('Enter')
  const cpu = page.getByRole('row', { name: /^cpu yes/ })
  await cpu.waitFor()
  for (const name of ['webgpu', 'cuda', 'directml', 'coreml', 'tensorflow', 'reference']) expect(await page.getByRole('rowheader', { name, exact: true }).count()).toBe(1)
  await look(page, 'engines-list')
})

test('measured, each that works has its time, and one is the fastest', async () => {
  await page.getByRole('button', { name: 'Measure all' }).click()
  await page.getByText(/Timed: dim 128/).waitFor()
  await expect.poll(() => page.getByText(/\d ms.*, fastest/).count()).toBe(1)
  await look(page, 'engines-measured')
  await page.keyboard.press('Escape')
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(app.complaints).toEqual([])
})
