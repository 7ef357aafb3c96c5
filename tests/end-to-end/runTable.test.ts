import { readFile } from 'node:fs/promises'
import { parquetReadObjects } from 'hyparquet'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { lookBoth } from './look.ts'
import { nothingWasThrown, openApp, page } from './openedApp.ts'
import { seedStudy } from './seededStudy.ts'
import { tinyNotebook } from './tinyNotebook.ts'

openApp({ notebook: tinyNotebook, prepare: seedStudy })

const grid = (): Locator => page.getByRole('grid', { name: 'Runs' })
const names = (): Promise<string[]> => grid().locator('.grid-row button.link').allInnerTexts()
const filter = (text: string): Promise<void> => page.getByRole('searchbox', { name: 'Filter', exact: true }).fill(text)

test('the filter finds what it says, and a mistake is said with its place', async () => {
  await page.getByRole('region', { name: 'Runs' }).getByText('λ 5, patch 4, seed 0').waitFor()
  await page.keyboard.press('Control+Shift+l')
  await expect.poll(names).toHaveLength(8)
  await expect.poll(() => grid().innerText()).toContain('0.2')
  await lookBoth(page, 'run-table')
  await filter('lambda > 1 and status = done')
  await expect.poll(names).toEqual(['λ 20, patch 4, seed 0', 'λ 5, patch 4, seed 2', 'λ 5, patch 4, seed 1', 'λ 5, patch 4, seed 0'])
  await filter('lambda > 1 and lamda < 3')
  await page.getByRole('alert').getByText('At character 16: There is no field "lamda"; did you mean "lambda"?').waitFor()
  expect(await names()).toHaveLength(4)
  await lookBoth(page, 'run-table-mistake')
})

test('runs are tagged, found by their tag, and sorted', async () => {
  await filter('lambda = 5')
  await expect.poll(names).toHaveLength(3)
  await page.getByRole('checkbox', { name: 'Tick all that are shown' }).check()
  await page.getByRole('textbox', { name: 'Tags for the ticked runs' }).fill('good paper')
  await page.getByRole('button', { name: 'Tag', exact: true }).click()
  await filter('tag:good epsilonMse < 1')
  await expect.poll(names).toHaveLength(3)
  await page.getByRole('columnheader', { name: 'eval.epsilonMse' }).getByRole('button').click()
  await expect.poll(names).toEqual(['λ 5, patch 4, seed 2', 'λ 5, patch 4, seed 1', 'λ 5, patch 4, seed 0'])
})

test('the settings in which the runs shown differ take the place of the others, follow the filter, and go again', async () => {
  const heads = (): Promise<string[]> => grid().getByRole('columnheader').allInnerTexts()
  const before = await heads()
  const differs = page.getByRole('button', { name: 'What differs' })
  await differs.click()
  await expect.poll(() => differs.innerText()).toBe('What differs (1)')
  await expect.poll(heads).not.toContain('patch.size')
  expect(await heads()).toContain('train.seed')
  await filter('')
  await expect.poll(() => differs.innerText()).toBe('What differs (2)')
  expect((await heads()).indexOf('loss.lambda')).toBeLessThan((await heads()).indexOf('train.seed'))
  await filter('tag:good epsilonMse < 1')
  await differs.click()
  await expect.poll(heads).toEqual(before)
})

test('a view is saved under a name and comes back whole', async () => {
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('searchbox', { name: 'Find a column' }).fill('weight decay')
  await page.getByRole('checkbox', { name: /train\.weightDecay/ }).click()
  await lookBoth(page, 'columns')
  await page.keyboard.press('Escape')
  await grid().getByRole('columnheader', { name: 'train.weightDecay' }).waitFor()
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('good ones')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByRole('combobox', { name: 'View' }).inputValue()).toBe('good ones')
  await page.getByRole('combobox', { name: 'View' }).selectOption('')
  await expect.poll(names).toHaveLength(8)
  await page.getByRole('combobox', { name: 'View' }).selectOption('good ones')
  await expect.poll(names).toHaveLength(3)
  await grid().getByRole('columnheader', { name: 'train.weightDecay' }).waitFor()
})

test('the address of a view opens it again, filter, order and columns with it', async () => {
  const other = await page.context().newPage()
  await other.goto(page.url())
  await expect.poll(() => other.getByRole('searchbox', { name: 'Filter', exact: true }).inputValue()).toBe('tag:good epsilonMse < 1')
  await expect.poll(() => other.getByRole('grid', { name: 'Runs' }).locator('.grid-row button.link').allInnerTexts()).toEqual(await names())
  await other.getByRole('columnheader', { name: 'train.weightDecay' }).waitFor()
  await other.close()
})

test('the lines follow the filter, a brush is a part of it, and importance says how many runs it has', async () => {
  await page.getByRole('combobox', { name: 'View' }).selectOption('')
  await page.getByRole('button', { name: 'Lines' }).click()
  await page.getByRole('group', { name: /^Parallel coordinates of 8 runs over \d+ columns/ }).waitFor()
  const importance = page.getByRole('region', { name: 'Importance of settings' })
  await importance.getByText('n = 7 finished runs').waitFor()
  await importance.getByText('With 7 runs it would be mostly chance; from 20 finished runs on it is told here.').waitFor()
  const axis = (await page.locator('.parallel-axis', { hasText: 'loss.lambda' }).boundingBox())!
  await page.mouse.move(axis.x + axis.width / 2, axis.y + axis.height - 4)
  await page.mouse.down()
  await page.mouse.move(axis.x + axis.width / 2, axis.y + axis.height * 0.7, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => page.getByRole('searchbox', { name: 'Filter', exact: true }).inputValue()).toMatch(/^loss\.lambda >= 1 and loss\.lambda <= [5-9]/)
  await expect.poll(() => names()).toHaveLength(6)
  await lookBoth(page, 'lines')
  await page.getByRole('button', { name: 'Lines' }).click()
})

test('the keyboard alone goes, ticks, renames, deletes and brings back', async () => {
  await filter('')
  await expect.poll(names).toHaveLength(8)
  await page.getByRole('columnheader', { name: 'name' }).getByRole('button').click()
  await grid().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('F2')
  await page.getByRole('dialog').getByRole('textbox').fill('renamed')
  await page.keyboard.press('Enter')
  await expect.poll(names).toContain('renamed')
  await grid().focus()
  await page.keyboard.press('Delete')
  await expect.poll(names).toHaveLength(7)
  await page.getByRole('button', { name: 'Trash', exact: true }).click()
  await expect.poll(names).toEqual(['renamed'])
  await lookBoth(page, 'trash')
  await page.getByRole('checkbox', { name: 'Tick renamed' }).check()
  await page.getByRole('button', { name: 'Restore 1' }).click()
  await page.getByRole('heading', { name: 'The trash is empty' }).waitFor()
  await page.getByRole('button', { name: 'Trash', exact: true }).click()
  await expect.poll(names).toHaveLength(8)
})

test('a long name is cut: in every row each value stands below the head of its column', async () => {
  await grid().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('F2')
  const name = 'one that is far longer than a table of runs has room for, whatever else it shows'
  await page.getByRole('dialog').getByRole('textbox').fill(name)
  await page.keyboard.press('Enter')
  await expect.poll(names).toContain(name)
  const lefts = await grid().getByRole('row').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => Math.round(cell.getBoundingClientRect().left))))
  expect(lefts).toHaveLength(9)
  for (const row of lefts) expect(row).toEqual(lefts[0])
})

test('the table is saved as CSV with every digit', async () => {
  await filter('lambda = 5 seed = 0')
  await expect.poll(names).toHaveLength(1)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  const [head, row, end] = (await readFile(await download.path(), 'utf8')).split('\n')
  expect(head).toMatch(/^name,status,tag,loss\.lambda,/)
  expect(row).toMatch(/^"λ 5, patch 4, seed 0",finished,good paper,5,/)
  expect(end).toBe('')
})

test('the table is saved as Parquet, with numbers as numbers', async () => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Parquet' }).click()])
  expect(download.suggestedFilename()).toBe('runs.parquet')
  const rows = await parquetReadObjects({ file: new Uint8Array(await readFile(await download.path())).buffer })
  expect(rows).toEqual([expect.objectContaining({ name: 'λ 5, patch 4, seed 0', status: 'finished', 'loss.lambda': 5, 'eval.epsilonMse': expect.closeTo(0.2448, 2) as number })])
})

test('SQL reads the database, and is refused anything else', async () => {
  await page.getByRole('button', { name: 'SQL' }).click()
  const sql = page.getByRole('textbox', { name: 'SQL query' })
  await page.getByRole('button', { name: 'Run the query' }).click()
  await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(51)
  await lookBoth(page, 'sql')
  await sql.fill('DELETE FROM runs')
  await sql.press('Control+Enter')
  await page.getByRole('alert').getByText('Only statements that read can be run here').waitFor()
  await page.getByRole('button', { name: 'Runs', exact: true }).first().click()
  await expect.poll(names).toHaveLength(1)
})

test('notes are kept on the run', async () => {
  await grid().getByRole('button', { name: 'λ 5, patch 4, seed 0' }).click()
  await page.getByRole('textbox', { name: /^Notes on/ }).fill('the one to show')
  await page.getByRole('textbox', { name: 'Add a tag' }).focus()
  await page.keyboard.press('Control+Shift+l')
  await filter('notes ~ show')
  await expect.poll(names).toEqual(['λ 5, patch 4, seed 0'])
})

nothingWasThrown()
