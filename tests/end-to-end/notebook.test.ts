import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cell, editCell, runCell, selectCell, sourceOf } from './cells.ts'
import { lookBoth } from './look.ts'
import { app, nothingWasThrown, openApp, page } from './openedApp.ts'
import { command, openNotebook, trust } from './openNotebook.ts'

const notebook = `// %% [markdown]
// # Cells

// %%
const base = lab.config({ preset: 'nano', loss: { lambda: 5 } })

// %% [markdown]
// ## Second part

// %%
console.log('needle in an output')
`

openApp({ notebook })

const file = (): Promise<string> => readFile(join(app.home, 'notebooks', 'tiny.lab.ts'), 'utf8')

test('what a knob wrote is taken back like typing, and typing before it too', async () => {
  await openNotebook(page)
  await page.getByRole('heading', { name: 'Cells', exact: true }).waitFor()
  await editCell(2)
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' // typed')
  await page.keyboard.press('Escape')
  const slider = cell(2).getByRole('slider', { name: 'loss.lambda' })
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => sourceOf(2)).toContain('lambda: 10')
  await page.keyboard.press('Control+z')
  await expect.poll(() => sourceOf(2)).toContain('lambda: 5')
  expect(await sourceOf(2)).toContain('// typed')
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => sourceOf(2)).toContain('lambda: 10')
  await editCell(2)
  await page.keyboard.press('Control+z')
  await expect.poll(() => sourceOf(2)).toContain('5')
  await expect.poll(file).toContain('lambda: 5 } }) // typed')
  await page.keyboard.press('Escape')
})

test('a slider that is dragged is one step of the history, apart from what was typed before and after', async () => {
  const typed = async (words: string): Promise<void> => {
    await selectCell(2)
    await page.keyboard.press('Enter')
    await cell(2).locator('.monaco-editor').waitFor()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(words)
    await page.keyboard.press('Escape')
  }
  await typed(' before')
  const box = (await cell(2).getByRole('slider', { name: 'loss.lambda' }).boundingBox())!
  const [left, middle] = [box.x + 8, box.y + box.height / 2]
  await page.mouse.move(left, middle)
  await page.mouse.down()
  await expect.poll(() => sourceOf(2)).not.toContain('lambda: 5 ')
  const first = await sourceOf(2)
  for (const share of [0.3, 0.5, 0.7, 0.9]) {
    const before = await sourceOf(2)
    await page.mouse.move(box.x + share * box.width, middle)
    await expect.poll(() => sourceOf(2)).not.toBe(before)
  }
  const last = await sourceOf(2)
  await page.mouse.up()
  expect(last).not.toBe(first)
  await typed(' after')
  await expect.poll(() => sourceOf(2)).toContain('before after')
  await selectCell(2)
  await page.keyboard.press('Control+z')
  await expect.poll(() => sourceOf(2)).toBe(last)
  await page.keyboard.press('Control+z')
  await expect.poll(() => sourceOf(2)).toContain('lambda: 5 ')
  expect(await sourceOf(2)).toContain('before')
  await page.keyboard.press('Control+z')
  await expect.poll(() => sourceOf(2)).not.toContain('before')
})

test('a key that no config has is underlined and named, and keys and values are completed', async () => {
  await editCell(2)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText("const base = lab.config({ preset: 'nano', loss: { lamda: 5 } })")
  await cell(2).locator('.squiggly-error').first().waitFor()
  await cell(2).locator('.view-line').getByText('lamda').first().hover()
  await page.locator('.monaco-hover').getByText(/lamda.*does not exist|Did you mean/).first().waitFor()
  await lookBoth(page, 'squiggle')
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText("const base = lab.config({ preset: 'nano', los")
  await page.keyboard.press('Control+Space')
  await page.locator('.suggest-widget.visible').getByText('loss', { exact: true }).first().waitFor()
  await lookBoth(page, 'completion')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText("const base = lab.config({ preset: 'nano', loss: { lambda: 5 } }) // typed")
  await cell(2).locator('.view-line').getByText('lambda').first().hover()
  await page.locator('.monaco-hover').getByText(/weight λ of the diffusion loss/).first().waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
})

test('cells fold, move, go to the bin, and all of it is taken back', async () => {
  await selectCell(2)
  await page.keyboard.press('h')
  await cell(2).getByRole('button', { name: /folded/ }).waitFor()
  await page.keyboard.press('h')
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => sourceOf(3)).toContain('lambda')
  await page.keyboard.press('d')
  await page.keyboard.press('d')
  await expect.poll(() => page.locator('[data-cell]').count()).toBe(3)
  await command(page, 'bin of')
  await page.getByRole('dialog', { name: 'Deleted cells' }).getByRole('button', { name: 'Bring back' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => sourceOf(3)).toContain('lambda')
  await page.keyboard.press('z')
  await expect.poll(() => sourceOf(2)).toContain('lambda')
})

test('search finds sources and outputs; the outline goes to a part', async () => {
  await trust(page)
  await runCell(4, 'Shift+Enter')
  await cell(4).getByText('needle in an output', { exact: true }).waitFor()
  await page.keyboard.press('Control+Shift+f')
  await page.keyboard.type('NEEDLE')
  await expect.poll(() => page.getByRole('listbox', { name: 'Places' }).getByRole('option').count()).toBe(2)
  await lookBoth(page, 'search')
  await page.keyboard.press('Enter')
  await expect.poll(() => cell(4).getAttribute('aria-current')).toBe('true')
  await page.locator('.outline summary').click()
  await page.locator('.outline').getByRole('button', { name: 'Second part' }).click()
  await expect.poll(() => cell(3).getAttribute('aria-current')).toBe('true')
})

test('an earlier version is seen with its difference, and comes back', async () => {
  await command(page, 'history of the notebook')
  await page.getByRole('list', { name: 'Versions' }).getByRole('button').last().click()
  const changes = page.getByRole('region', { name: 'Changes since this version' })
  await changes.locator('.new', { hasText: '// typed' }).waitFor()
  await lookBoth(page, 'history-diff')
  await changes.getByRole('button', { name: 'Restore this version' }).click()
  await expect.poll(file).toBe(notebook)
})

test('a second window sees what the first saves, and a conflict is told and can be kept', async () => {
  const other = await app.open()
  await openNotebook(other)
  await editCell(4)
  await page.keyboard.press('Control+End')
  await page.keyboard.type('; 1')
  await expect.poll(() => other.locator('[data-cell]').nth(3).innerText()).toContain('; 1')
  await other.close()
  await writeFile(join(app.home, 'notebooks', 'tiny.lab.ts'), `${notebook}\n// %%\nelsewhere\n`)
  await page.keyboard.type('23')
  await page.getByRole('button', { name: 'Keep mine as a copy' }).click()
  await expect.poll(() => page.getByRole('heading', { name: 'tiny (mine)' }).count()).toBe(1)
  expect(await readFile(join(app.home, 'notebooks', 'tiny (mine).lab.ts'), 'utf8')).toContain('; 123')
  expect(await file()).toContain('elsewhere')
})

test('a Jupyter notebook is taken in, and does not run until it is trusted', async () => {
  await command(page, 'new notebook')
  const dialog = page.getByRole('dialog', { name: 'New notebook' })
  await dialog.getByLabel('Notebook file').setInputFiles({
    name: 'theirs.ipynb', mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ nbformat: 4, metadata: { language_info: { name: 'typescript' } }, cells: [{ cell_type: 'markdown', source: ['# From ', 'Jupyter'] }, { cell_type: 'code', source: ['console.log(1)'] }] })),
  })
  await page.getByRole('heading', { name: 'From Jupyter' }).waitFor()
  await page.getByRole('button', { name: 'Trust it and allow running' }).waitFor()
  await runCell(2, 'Shift+Enter')
  await page.getByText('its code runs once you trust it').waitFor()
  expect(await cell(2).getByLabel('Output', { exact: true }).count()).toBe(0)
})

test('an example is the template of a new notebook', async () => {
  await command(page, 'new notebook')
  const dialog = page.getByRole('dialog', { name: 'New notebook' })
  await dialog.getByLabel('Name').fill('from the example')
  await dialog.getByLabel('Begin with').selectOption({ label: 'the example 01-first-run' })
  await lookBoth(page, 'new-notebook')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'A first Transfusion model' }).waitFor()
  await page.getByRole('heading', { name: 'from the example' }).waitFor()
})

test('a command takes another key, which is kept, and a key that is taken is refused', async () => {
  await command(page, 'settings:')
  const row = page.getByRole('listitem').filter({ hasText: 'Show or hide the sidebar' })
  await row.getByRole('button', { name: /^(Change|Press) the key/ }).click()
  await page.keyboard.press('Control+k')
  await row.getByRole('alert').getByText(/is “Command palette” already/).waitFor()
  await row.getByRole('button', { name: /^(Change|Press) the key/ }).click()
  await page.keyboard.press('Control+Alt+b')
  await row.getByText('Ctrl+Alt+B').waitFor()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByRole('heading', { name: 'A first Transfusion model' }).waitFor()
  await page.keyboard.press('Control+Alt+b')
  await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(false)
})

nothingWasThrown()
