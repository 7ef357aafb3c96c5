import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Opens a notebook, the one that the app was started with unless another is named, and lets it run. */
export const openTrusted = async (page: Page, notebook = 'tiny'): Promise<void> => {
  await page.getByRole('region', { name: 'Notebooks' }).getByText(notebook, { exact: true }).click()
  await page.getByRole('region', { name: `Notebook ${notebook}` }).waitFor()
  const trust = page.getByRole('button', { name: 'Trust it and allow running' })
  await trust.click()
  await expect.poll(() => trust.count(), { timeout: 60_000 }).toBe(0)
}
