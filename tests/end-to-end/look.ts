import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Set to a folder by who wants to look at the page afterwards. */
const shots = process.env['LAB_SCREENSHOTS']

/** Takes a picture of the page, where somebody wants to look. */
export const look = async (page: Page, name: string, { fullPage = false } = {}): Promise<void> => {
  if (!shots) return
  await mkdir(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage })
}

/** Takes a picture in light and one in dark. */
export const lookBoth = async (page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<void> => {
  if (!shots) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await look(page, `${name}-${colorScheme}`, options)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
