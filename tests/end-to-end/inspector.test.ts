import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { frameOf } from '../../renderer/inspector/canvas/frame.ts'
import { fit, scaleOf } from '../../renderer/inspector/matrix/zoom.ts'
import { cell, runCell } from './cells.ts'
import { nothingWasThrown, openApp, page } from './openedApp.ts'
import { openTrusted } from './openNotebook.ts'

/** Positions: 0 ⟨eot⟩, 1 … 3 text, 4 ⟨BOI⟩, 5 … 8 the patches, 9 ⟨EOI⟩, 10 and 11 text. */
const layout = 'eot t3 boi i2x2 eoi t2', length = 12
const notebook = `// %%
const pairs = await lab.inspect('${layout}', 'causal', 'transfusion')

// %%
const ahead = lab.mask(({ q, k }) => k.index <= q.index + 1, { name: 'one ahead' })
const verdicts = await lab.inspect('${layout}', ahead)
`

openApp({ notebook })

const sentence = (of: Locator): Promise<string> => of.getByLabel('What is looked at').innerText()

/** The middle of a pair of a matrix that is shown whole, from its corner. */
const pairAt = async (matrix: Locator, query: number, key: number): Promise<{ x: number; y: number }> => {
  const { width, height } = (await matrix.boundingBox())!
  const { axis, viewport } = frameOf(width, height, 1, { step: 0, left: 0, top: 0 })
  const { cell: side } = scaleOf(fit(length, viewport))
  return { x: axis + (key + 0.5) * side, y: axis + (query + 0.5) * side }
}

test('two masks in a cell: what their difference means, in words', async () => {
  await openTrusted(page)
  await runCell(1, 'Shift+Enter')
  await cell(1).getByRole('region', { name: 'Mask inspector' }).waitFor()
  expect(await cell(1).getByLabel('What the difference means').innerText())
    .toBe('transfusion lets 3 of the 4 patches of the image see later patches of the same image (6 pairs); nothing else differs.')
})

test('pointing at a pair says what its query sees', async () => {
  const matrix = cell(1).getByRole('application', { name: /^Difference of causal and transfusion/ })
  await matrix.hover({ position: await pairAt(matrix, 5, 8) })
  await expect.poll(() => sentence(cell(1))).toContain('transfusion: patch (1,1) of image 1 sees all 4 patches of its image and 5 earlier tokens.')
  const text = await sentence(cell(1))
  expect(text).toContain('causal: patch (1,1) of image 1 sees 1 of the 4 patches of its image and 5 earlier tokens.')
  expect(text).toContain('causal: patch (1,1) of image 1 does not see patch (2,2) of image 1.')
})

test('a mask of the user\'s own fails a check, and its counter-example is held', async () => {
  await runCell(2, 'Shift+Enter')
  const checks = cell(2).getByRole('list', { name: 'Checks of one ahead' })
  const future = checks.getByRole('listitem').filter({ hasText: 'fails' }).filter({ has: page.getByRole('button', { name: 'Show the pair' }) }).first()
  await future.getByRole('button', { name: 'Show the pair' }).click()
  await expect.poll(() => sentence(cell(2))).toContain('lets go')
  expect(await sentence(cell(2))).toMatch(/ sees | learns of /)
})

test('the panel opens by its key; arrow keys move and Escape lets go', async () => {
  await page.keyboard.press('Control+Shift+m')
  await page.getByRole('heading', { name: 'Mask inspector' }).waitFor()
  await page.getByRole('combobox', { name: 'Sequence of' }).selectOption('layout')
  await page.getByLabel('Layout', { exact: true }).fill(layout)
  await page.getByRole('button', { name: 'Lay out' }).click()
  const inspector = page.locator('.inspector-page').getByRole('region', { name: 'Mask inspector' })
  const strip = inspector.getByRole('application', { name: /^Sequence of 12 positions/ })
  await strip.focus()
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
  await expect.poll(() => sentence(inspector)).toContain('position 2 sees itself and 2 earlier tokens.')
  await page.keyboard.press('Escape')
  await expect.poll(() => sentence(inspector)).toContain('Point at')
  await inspector.getByRole('button', { name: 'is seen by' }).click()
  await strip.focus()
  await page.keyboard.press('End')
  await expect.poll(() => sentence(inspector)).toContain('position 11 is seen by itself.')
})

test('Escape on a slider lets go of the slider, and the next one leaves the inspector', async () => {
  const slider = page.locator('.inspector-page').getByRole('slider').first()
  await slider.focus()
  await page.keyboard.press('Escape')
  await expect.poll(() => slider.evaluate((element) => element === document.activeElement)).toBe(false)
  expect(await page.getByRole('heading', { name: 'Mask inspector' }).count()).toBe(1)
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Mask inspector' }).waitFor({ state: 'detached' })
})

nothingWasThrown()
