import type { Locator } from 'playwright-core'
import { page } from './openedApp.ts'

/** A cell of the notebook on the opened page, counted from 1. */
export const cell = (n: number): Locator => page.locator('[data-cell]').nth(n - 1)

/** Selects a cell by its edge, without starting to edit it. */
export const selectCell = (n: number): Promise<void> => cell(n).click({ position: { x: 6, y: 6 } })

/** @param keys Shift+Enter goes on to the next cell */
export const runCell = async (n: number, keys: 'Control+Enter' | 'Shift+Enter' = 'Control+Enter'): Promise<void> => {
  await selectCell(n)
  await page.keyboard.press(keys)
}

/** Opens the editor of a cell. */
export const editCell = async (n: number): Promise<void> => {
  await selectCell(n)
  await page.keyboard.press('Enter')
  await cell(n).locator('.monaco-editor').waitFor()
}

/** `idle`, `running`, `done`, `done, stale`, …, as a screen reader is told. */
export const statusOf = async (n: number): Promise<string> => /code, (\w+(, stale)?)/.exec((await cell(n).getAttribute('aria-label')) ?? '')?.[1] ?? ''

/** The text of a code cell as it stands in the page. */
export const sourceOf = (n: number): Promise<string> => cell(n).locator('.cell-input').innerText()
