import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { killableApp } from './killableApp.ts'

const app = killableApp('// %%\n// edit 0\n1\n')
/** The number of the last edit that a text holds. */
const editIn = (text: string): number => Number(/edit (\d+)/.exec(text)?.[1] ?? 0)

const edit = async (page: Page): Promise<void> => {
  await page.locator('[data-cell] .code-static').first().click()
  await page.locator('.monaco-editor').waitFor()
}
const write = async (page: Page, n: number): Promise<void> => {
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(`// edit ${n}\n1`)
}

test('a browser that is killed while somebody types has lost nothing that it said was saved', async () => {
  let saved = 0
  for (let death = 0; death < 2; death++) {
    const { page, kill } = await app.openPage()
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
    const inFile = editIn(await app.file())
    expect({ death, lost: inFile < saved, whole: /^\/\/ %%\n\/\/ edit \d+\n1\n$/.test(await app.file()) }).toEqual({ death, lost: false, whole: true })
    saved = inFile
  }
})

test('a host that is killed while somebody types gets what was typed when it is back, and it is no conflict', async () => {
  const { page } = await app.openPage()
  await edit(page)
  let n = editIn(await app.file())
  for (let death = 0; death < 2; death++) {
    await write(page, ++n)
    // From before the save to after it: half a second after the last key.
    await page.waitForTimeout(Math.random() * 900)
    const startAgain = await app.killServer()
    await write(page, ++n)
    await page.getByText('Connection lost, trying again.').waitFor()
    await startAgain()
    await expect.poll(async () => editIn(await app.file())).toBe(n)
    await page.locator('.save-status', { hasText: /^saved$/ }).waitFor()
  }
  expect(await page.getByRole('button', { name: 'Keep mine as a copy' }).count()).toBe(0)
})
