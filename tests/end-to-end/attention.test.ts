import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { runCell, statusOf } from './cells.ts'
import { look } from './look.ts'
import { nothingWasThrown, openApp, page } from './openedApp.ts'
import { openTrusted } from './openNotebook.ts'

/** Two runs that differ in their mask: two layers of two heads, a caption and 2 × 2 patches whose rotary places are rows and columns. */
const notebook = `// %%
const base = lab.config({
  data: { name: 'shapes', maxObjects: 1, sequenceLength: 48, captionFirst: 1, packing: false },
  image: { size: 16 }, patch: { size: 8 }, model: { dim: 16, layers: 2, heads: 2, rope: 'axial2d' }, engine: { threads: 1 },
  train: { steps: 4, batch: 2, evalEvery: 0, sampleEvery: 0, checkpointEvery: 2, evalBatches: 1 }, sample: { steps: 2, count: 1, captionLength: 4 },
})
const runs = await lab.sweep(base, { mask: ['causal', 'transfusion'] })
`

openApp({ notebook })

const panel = (): Locator => page.getByRole('region', { name: 'Attention of the checkpoint' })
const means = (): Locator => panel().getByRole('table', { name: 'Mean attention by kind of pair' })
const strip = (): Locator => panel().getByRole('application', { name: /^Sequence of/ }).first()
const words = (): Promise<string> => panel().getByLabel('Where attention goes').first().innerText()
const matrices = (): Promise<string[]> => panel().locator('.matrix').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''))

test('two runs are trained, and the newer one is opened in the inspector', async () => {
  await openTrusted(page)
  await runCell(1, 'Shift+Enter')
  await expect.poll(() => statusOf(1)).toBe('done')
  await page.getByRole('region', { name: 'Runs' }).getByText(/transfusion/).first().click()
  await page.getByRole('region', { name: 'Mask' }).getByRole('button', { name: 'Inspect' }).click()
  await page.getByRole('heading', { name: 'Mask inspector' }).waitFor()
})

test('a patch is named with its rotary row and column', async () => {
  const mask = page.getByRole('region', { name: 'Mask inspector' }).first()
  await mask.getByRole('application', { name: /^Sequence of/ }).press('End')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => mask.getByLabel('What is looked at').innerText()).toMatch(/patch \(2,2\) of image 1 sees all 4 patches.*For the rotary embedding \(axial2d\) patch \(2,2\) of image 1 stands at row \d+, column \d+\./s)
})

test('every head is shown small; one that is pressed is shown large', async () => {
  await panel().getByRole('button', { name: 'Read it' }).click()
  const heads = panel().getByRole('group', { name: 'Heads' })
  await expect.poll(() => heads.locator('canvas').count()).toBe(4)
  await heads.getByRole('button', { name: /^layer 2, head 1: entropy .* nats, distance .* positions/ }).click()
  await expect.poll(matrices).toEqual(['layer 2, head 1, attention weights'])
  expect(await panel().getByRole('list', { name: /^Checks of/ }).innerText()).toContain('No head puts any attention on a pair that the mask forbids.')
})

test('scores, mask and softmax are three steps of one head', async () => {
  const steps = panel().getByRole('group', { name: 'Step of attention' })
  for (const [button, label] of [['q·k / √K', 'scores before the mask'], ['mask', 'scores after the mask'], ['softmax', 'attention weights']] as const) {
    await steps.getByRole('button', { name: button, exact: true }).click()
    await expect.poll(matrices).toEqual([`layer 2, head 1, ${label}`])
  }
})

test('a word\'s attention is told in words, and a patch\'s', async () => {
  await strip().press('Home')
  await page.keyboard.press('ArrowRight')
  await expect.poll(words).toMatch(/^position 1 .* gives .* to text; most to /)
  await strip().press('End')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(words).toMatch(/^patch \(2,2\) of image 1 gives .* to text and .* to same image; most to /)
})

test('other noise is read anew, and a set of sequences is averaged over', async () => {
  const before = await means().innerText()
  await panel().getByRole('slider', { name: /^Noise/ }).fill('0.95')
  await expect.poll(() => means().innerText()).not.toBe(before)
  await panel().getByLabel('Figures over').selectOption('16')
  await expect.poll(() => means().innerText()).toContain('mean over 16 held-out sequences')
  expect(await means().innerText()).toMatch(/mass outside the mask\s+0/)
})

test('two checkpoints lie side by side on the same sequence', async () => {
  await panel().getByRole('button', { name: 'mean over all heads' }).click()
  await panel().getByLabel('beside').selectOption({ label: await panel().getByLabel('beside').locator('option', { hasText: 'causal' }).first().innerText() })
  await expect.poll(matrices).toEqual(['mean over all heads, attention weights', 'mean over all heads, attention weights'])
  await expect.poll(() => means().getByRole('columnheader').count()).toBe(3)
  await panel().getByRole('combobox', { name: /^Checkpoint/ }).selectOption({ label: 'step 2' })
  await expect.poll(() => means().innerText()).toContain('step 2')
  await look(page, 'attention-two-checkpoints', { fullPage: true })
})

test('the mask is tried on the trained model', async () => {
  await page.getByRole('button', { name: 'Try it on the real model' }).click()
  await expect.poll(() => page.getByRole('list', { name: /on the model$/ }).innerText()).toMatch(/passes:.*Each of 48 positions was changed/s)
})

nothingWasThrown()
