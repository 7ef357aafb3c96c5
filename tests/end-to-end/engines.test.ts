import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { look } from './look.ts'
import { app, openApp, page } from './openedApp.ts'

/** Two Vulkan drivers whose libraries are not there. */
const twoDrivers = async (home: string): Promise<void> => {
  const folder = join(home, 'drivers', 'vulkan', 'icd.d')
  await mkdir(folder, { recursive: true })
  for (const name of ['first', 'second']) await writeFile(join(folder, `${name}_icd.json`), JSON.stringify({ file_format_version: '1.0.0', ICD: { library_path: `/missing/${name}.so`, api_version: '1.3.0' } }))
  vi.stubEnv('XDG_DATA_HOME', join(home, 'drivers'))
  for (const name of ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES']) vi.stubEnv(name, undefined)
}

openApp({ prepare: twoDrivers })
afterAll(() => vi.unstubAllEnvs())

test('the palette opens the engines: which work here, and what would bring the others', async () => {
  await page.getByRole('button', { name: 'Command palette' }).click()
  await page.keyboard.type('engines')
  await page.keyboard.press('Enter')
  const cpu = page.getByRole('row', { name: /^cpu yes/ })
  await cpu.waitFor()
  for (const name of ['webgpu', 'cuda', 'directml', 'coreml', 'tensorflow', 'reference']) expect(await page.getByRole('rowheader', { name, exact: true }).count()).toBe(1)
  await look(page, 'engines-list')
})

test.runIf(process.platform === 'linux')('each of several Vulkan drivers is tried alone, and says why WebGPU does not work with it', async () => {
  for (const name of ['first', 'second']) await page.getByRole('row', { name: new RegExp(`^${name} no .`) }).waitFor()
  await page.getByText('None is chosen').waitFor()
  await look(page, 'engines-drivers')
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
