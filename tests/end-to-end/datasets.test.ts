import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { seriousViolations } from './axe.ts'
import { cell, runCell, selectCell } from './cells.ts'
import { lookBoth } from './look.ts'
import { app, nothingWasThrown, openApp, page } from './openedApp.ts'
import { command, openNotebook, trust } from './openNotebook.ts'

const cells = [...Array.from({ length: 7 }, (_, i) => `const part${i} = ${i}`), "console.log('ran', Date.now())", "console.log('flood '.repeat(200_000))"].map((source) => `// %%\n${source}\n`)

/** A folder of pictures with captions, one of them no picture, as a user has it elsewhere on the disk. */
const elsewhere = (home = app.home): string => join(home, 'elsewhere')
const writePictures = async (home: string): Promise<void> => {
  const folder = join(elsewhere(home), 'my colours')
  await mkdir(folder, { recursive: true })
  for (const [i, background] of ['red', 'green', 'blue', 'yellow', 'purple'].entries()) {
    await writeFile(join(folder, `${i}.png`), i === 4 ? 'no picture' : await sharp({ create: { width: 24, height: 24, channels: 3, background } }).png().toBuffer())
    await writeFile(join(folder, `${i}.txt`), `the colour ${background}`)
  }
}

openApp({ notebook: cells.join('\n'), prepare: writePictures })

const map = (): Locator => page.getByRole('group', { name: 'Minimap of cells' })
const accessible = async (): Promise<void> => expect(await seriousViolations(page)).toEqual([])

test('the first steps are three, can be gone through, and do not come again', async () => {
  const steps = page.getByRole('region', { name: 'First steps' })
  await steps.getByText('1 of 3').waitFor()
  await accessible()
  await steps.getByRole('button', { name: 'Next tip' }).click()
  await steps.getByRole('button', { name: 'Next tip' }).click()
  await steps.getByRole('button', { name: 'Got it' }).click()
  await page.reload()
  await page.getByRole('heading', { name: 'A first Transfusion model' }).waitFor()
  expect(await steps.count()).toBe(0)
})

test('a folder becomes a dataset, a cell that trains on it, and pictures to look through', async () => {
  await openNotebook(page)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), command(page, 'take in a folder')])
  await chooser.setFiles(join(elsewhere(), 'my colours'))
  await page.getByText('my colours is a dataset of this app now.').waitFor()
  expect(await cell(2).locator('.cell-input').innerText()).toMatch(/const myColours = lab\.config\(\{ preset: 'nano', data: \{ name: 'folder', path: ".*my colours" \} \}\)/)
  await page.getByRole('button', { name: 'Look at it' }).click()
  const documents = page.getByRole('list', { name: 'Documents' })
  await documents.getByRole('listitem').first().waitFor()
  await page.getByText('1 file cannot be used').click()
  await page.getByRole('cell', { name: '4.png' }).waitFor()
  const seen = async (): Promise<string[]> => (await documents.locator('.document-text').allInnerTexts()).filter((text) => text.startsWith('the colour'))
  const training = await seen()
  await lookBoth(page, 'dataset')
  await accessible()
  await page.getByLabel('Split').selectOption('heldOut')
  await expect.poll(async () => [...training, ...(await seen())].sort()).toEqual(['the colour blue', 'the colour green', 'the colour red', 'the colour yellow'])
})

test('a folder that is dragged onto the page becomes a dataset too, with the folders in it', async () => {
  const drag = await page.context().newCDPSession(page)
  const data = { items: [], files: [elsewhere()], dragOperationsMask: 1 }
  const at = { x: 700, y: 400, data }
  await drag.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at })
  await drag.send('Input.dispatchDragEvent', { type: 'dragOver', ...at })
  await page.getByText('Drop a folder of pictures').waitFor()
  await lookBoth(page, 'drag')
  await drag.send('Input.dispatchDragEvent', { type: 'drop', ...at })
  await page.getByText(`elsewhere is a dataset of this app now.`).waitFor()
  expect(await page.getByText('Drop a folder of pictures').count()).toBe(0)
  await page.getByRole('button', { name: 'Look at it' }).last().click()
  await page.getByText('1 file cannot be used').click()
  await page.getByRole('cell', { name: 'my colours/4.png' }).waitFor()
  await page.getByRole('button', { name: 'Notebook', exact: true }).click()
})

test('made-up scenes are paged without end', async () => {
  await page.evaluate(() => { window.location.hash = `#data/${encodeURIComponent(JSON.stringify({ config: { preset: 'nano' } }))}` })
  await page.getByRole('heading', { name: 'Data: shapes' }).waitFor()
  await page.getByRole('button', { name: 'Documents after' }).click()
  await page.getByText('24 to 47').waitFor()
  await page.getByLabel('Number of the first document').fill('1000')
  await page.getByText('1,000 to 1,023').waitFor()
  await page.getByRole('button', { name: 'Notebook', exact: true }).click()
})

test('the minimap shows what cells do, and goes to one; a pinned output stands beside the new one', async () => {
  await trust(page)
  await runCell(10)
  await map().getByRole('button', { name: 'Cell 10: done' }).waitFor()
  await page.keyboard.press('p')
  await cell(10).getByText(/^Pinned, .*source [0-9a-f]{7}$/).waitFor()
  await page.keyboard.press('Control+Enter')
  await cell(10).getByRole('region', { name: 'Pinned output' }).waitFor()
  await expect.poll(() => cell(10).getByLabel('Printed').count()).toBe(2)
  await lookBoth(page, 'pinned')
  await accessible()
  await map().getByRole('button', { name: 'Cell 1: idle' }).click()
  await expect.poll(() => cell(1).getAttribute('aria-current')).toBe('true')
  await selectCell(10)
  await page.keyboard.press('p')
  await expect.poll(() => cell(10).getByLabel('Printed').count()).toBe(1)
})

test('a pinned output that was cut says so', async () => {
  await runCell(11)
  await map().getByRole('button', { name: 'Cell 11: done' }).waitFor()
  await page.keyboard.press('p')
  await cell(11).getByText(/^Pinned, /).waitFor()
  await page.keyboard.press('Control+Enter')
  const pinned = cell(11).getByRole('region', { name: 'Pinned output' })
  await pinned.getByText('The cell showed more than 1,000,000 characters; the rest is left out.').waitFor()
  await selectCell(10)
  await selectCell(11)
  await page.keyboard.press('p')
  await pinned.waitFor({ state: 'detached' })
})

nothingWasThrown()
