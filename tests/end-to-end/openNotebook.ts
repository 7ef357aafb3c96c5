import type { Page } from 'playwright-core'

/** Opens a notebook by its name in the list; `tiny` is the one that an app is started with. */
export const openNotebook = async (page: Page, name = 'tiny'): Promise<void> => {
  await page.getByRole('region', { name: 'Notebooks' }).getByText(name, { exact: true }).click()
  await page.getByRole('region', { name: `Notebook ${name}` }).waitFor()
}

/** Lets the code of the open notebook run. */
export const trust = async (page: Page): Promise<void> => {
  const button = page.getByRole('button', { name: 'Trust it and allow running' })
  await button.click()
  await button.waitFor({ state: 'detached' })
}

/** Opens a notebook and lets it run. */
export const openTrusted = async (page: Page, name = 'tiny'): Promise<void> => {
  await openNotebook(page, name)
  await trust(page)
}

/** Finds a command by its words and runs it. */
export const command = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}
