import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { shots } from './story.ts'

/** Takes a picture of the page in light and in dark, where somebody wants to look. */
export const lookBoth = async (page: Page, name: string): Promise<void> => {
  if (!shots) return
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.screenshot({ path: join(shots, `${name}-${theme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
