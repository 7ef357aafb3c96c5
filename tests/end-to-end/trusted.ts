import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Opens the notebook that the app was started with, and lets it run. */
export const openTrusted = async (page: Page): Promise<void> => {
  await page.getByRole('region', { name: 'Notebooks' }).getByText('tiny', { exact: true }).click()
  const trust = page.getByRole('button', { name: 'Trust it and allow running' })
  await trust.click()
  await expect.poll(() => trust.count(), { timeout: 60_000 }).toBe(0)
}
