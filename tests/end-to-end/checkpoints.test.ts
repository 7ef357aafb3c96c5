import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startApp } from './app.ts'
import { lookBoth } from './look.ts'
import { app, openApp, page } from './openedApp.ts'
import { tinyNotebook } from './tinyNotebook.ts'
import { trainRuns } from './trainedRuns.ts'

const config = {
  data: { name: 'shapes', sequenceLength: 96 }, image: { size: 16 }, patch: { size: 8 }, model: { dim: 16, layers: 1, heads: 2 },
  train: { steps: 8, batch: 2, warmup: 1, checkpointEvery: 2, evalEvery: 4, evalBatches: 1, sampleEvery: 0 },
  sample: { steps: 2, count: 2, captionLength: 2, prompts: ['a red ring', 'a blue square'] },
}

/** A run of a notebook, trained in the home before the app opens it. */
const train = async (home: string): Promise<void> => {
  const [id] = await trainRuns(home, [{ config, name: 'eight steps', notebook: join(home, 'notebooks', 'tiny.lab.ts'), userKeys: ['train.steps'] }])
  // As a resume from step 8 would have left a later checkpoint.
  const kept = join(home, 'runs', id!, 'checkpoints')
  await cp(join(kept, 'step-00000008'), join(kept, 'step-00000010.aside'), { recursive: true })
}

openApp({ notebook: tinyNotebook, prepare: train })

const openRun = async (on: Page): Promise<void> => {
  await on.getByRole('navigation').getByRole('button', { name: /eight steps/ }).click()
  await on.getByText('Checkpoints', { exact: true }).click()
}

test('the tensors of a checkpoint, and how they differ from another step\'s', async () => {
  await openRun(page)
  await page.getByRole('button', { name: 'Tensors' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Tensors of step 8' })
  await dialog.getByText('param/layers.0.attention.qkv').waitFor()
  await dialog.getByLabel('against').selectOption({ label: 'step 2' })
  await dialog.getByRole('columnheader', { name: 'cosine' }).waitFor()
  await dialog.getByRole('searchbox').fill('param/patch')
  await expect.poll(() => dialog.getByRole('row').count()).toBe(5)
  expect(await dialog.getByRole('img').count()).toBe(4)
  await lookBoth(page, 'tensors')
  await page.keyboard.press('Escape')
})

test('a film strip: both prompts through all four checkpoints', async () => {
  await page.getByRole('button', { name: 'Film strip' }).click()
  const dialog = page.getByRole('dialog', { name: 'Film strip of eight steps' })
  await dialog.getByRole('button', { name: 'Draw' }).click()
  await expect.poll(() => dialog.getByRole('img').count()).toBe(8)
  await expect.poll(() => dialog.getByRole('img').evaluateAll((images) => images.every((image) => (image as HTMLImageElement).naturalWidth === 16))).toBe(true)
  expect(await dialog.getByRole('columnheader').allInnerTexts()).toEqual(['', '2', '4', '6', '8'])
  await lookBoth(page, 'film-strip')
  await page.keyboard.press('Escape')
})

test('pruning says what stays and what goes, in GB, before anything goes; a pinned one stays', async () => {
  await page.getByRole('checkbox', { name: 'Pin step 2' }).click()
  await expect.poll(() => page.getByRole('checkbox', { name: 'Pin step 2' }).isChecked()).toBe(true)
  // A pin leaves each in its place, newest first.
  expect(await page.getByRole('checkbox', { name: /^Pin step/ }).evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label')))).toEqual([8, 6, 4, 2].map((step) => `Pin step ${step}`))
  await page.getByRole('button', { name: 'Prune…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Prune checkpoints of eight steps' })
  await expect.poll(async () => (await dialog.getByRole('list', { name: 'Plan' }).innerText())).toMatch(/step 2, 0\.\d+ GB, stays: pinned\n[^]*goes/)
  await dialog.getByText(/^step 10, 0\.\d+ GB, stays: set aside$/).waitFor()
  await dialog.getByLabel('Best by').selectOption({ label: 'held-out text loss' })
  await dialog.getByText(/^step \d+, 0\.\d+ GB, stays: .*best/).waitFor()
  await lookBoth(page, 'prune')
  await dialog.getByRole('button', { name: /^Remove \d/ }).click()
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => page.getByRole('checkbox', { name: /^Pin step/ }).count()).toBeLessThan(4)
  const [run] = await readdir(join(app.home, 'runs'))
  expect(await readdir(join(app.home, 'runs', run!, 'checkpoints'))).toContain('step-00000010.aside')
  await page.getByRole('button', { name: 'Prune…' }).click()
  await dialog.getByRole('checkbox', { name: /^Also the one that was set aside/ }).check()
  await dialog.getByText(/^step 10, 0\.\d+ GB, set aside, goes$/).waitFor()
  await dialog.getByRole('button', { name: /^Remove 1/ }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await readdir(join(app.home, 'runs', run!, 'checkpoints'))).not.toContain('step-00000010.aside')
  expect(await page.getByRole('checkbox', { name: 'Pin step 2' }).count()).toBe(1)
})

test('a bundle, exported by one app and imported by another, has the run with its numbers, pictures, notebook and checkpoint in place', async () => {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Export eight steps' })
  await dialog.getByRole('radio', { name: /labrun/ }).check()
  const bundle = join(app.home, 'eight.labrun')
  await dialog.getByRole('textbox', { name: 'To' }).fill(bundle)
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog.getByRole('status').waitFor()
  await page.keyboard.press('Escape')

  const other = await startApp('// %%\n1 + 1\n')
  onTestFinished(() => other.close())
  const there = await other.open()
  await there.getByRole('button', { name: 'Import a run or weights' }).click()
  await there.getByRole('textbox', { name: 'From' }).fill(bundle)
  await lookBoth(there, 'import')
  await there.getByRole('button', { name: 'Import', exact: true }).click()
  await there.getByRole('article', { name: 'Run eight steps, finished' }).waitFor()
  await there.getByAltText('a red ring').first().waitFor()
  // The name of the notebook was taken there.
  await there.getByRole('navigation').getByRole('button', { name: /^tiny-2/ }).waitFor()
  expect(await readFile(join(other.home, 'notebooks', 'tiny-2.lab.ts'), 'utf8')).toBe(await readFile(join(app.home, 'notebooks', 'tiny.lab.ts'), 'utf8'))
  await there.getByText('Checkpoints', { exact: true }).click()
  await there.getByRole('button', { name: 'Tensors' }).click()
  await there.getByRole('dialog', { name: 'Tensors of step 8' }).getByText('param/norm').waitFor()
  expect([...app.complaints, ...other.complaints]).toEqual([])
})

test('what cannot be imported is refused in a sentence', async () => {
  await page.getByRole('button', { name: 'Import a run or weights' }).click()
  await page.getByRole('textbox', { name: 'From' }).fill(join(app.home, 'lab.db'))
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText(/lab\.db cannot be read: its header says/).waitFor()
})
