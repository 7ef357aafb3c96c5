import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { databasePath } from '../../main/host/home.ts'
import { lookBoth } from '../end-to-end/look.ts'
import { app, openApp, page } from '../end-to-end/openedApp.ts'
import { openNotebook } from '../end-to-end/openNotebook.ts'
import { seedStudy } from '../end-to-end/seededStudy.ts'

/** A database with a backup, whose pages are then overwritten, as a failing disk would. */
const damaged = async (home: string): Promise<void> => {
  await seedStudy(home)
  const path = databasePath(home)
  const { size } = await stat(path)
  const handle = await open(path, 'r+')
  for (let at = 4096; at < size; at += 8192) await handle.write(Buffer.alloc(2048, 'damage'), 0, 2048, at)
  await handle.close()
}

openApp({ notebook: '// %%\n// edit 0\n', prepare: damaged })

test('a damaged database is kept, the backup takes its place, and the page says both', async () => {
  await page.getByRole('alert').getByText(/^The database was damaged \(.+\) and is kept as .+lab\.db\.damaged-.+; the backup of the last clean close has taken its place, and later runs are missing from the list\.$/).waitFor()
  await lookBoth(page, 'damaged-database')
  await expect.poll(() => page.getByRole('region', { name: 'Runs' }).getByRole('checkbox').count()).toBe(8)
  const [aside] = (await readdir(app.home)).filter((name) => name.startsWith('lab.db.damaged-') && !/-(wal|shm)$/.test(name))
  expect(await readFile(join(app.home, aside!), 'latin1')).toContain('damagedamage')
  await page.getByRole('button', { name: 'Dismiss' }).click()
})

test('a database that another program holds is said, and what was typed is saved once it lets go', async () => {
  await openNotebook(page)
  await page.locator('[data-cell] .code-static').first().click()
  await page.locator('.monaco-editor').waitFor()
  const other = new Database(databasePath(app.home))
  other.exec('BEGIN IMMEDIATE')
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('// edit 1')
  await page.getByText(/The database in .+ is held by another program, which did not let go of it in time; close that program, then try again\./).first().waitFor()
  await lookBoth(page, 'locked-database')
  expect(await page.locator('[data-cell]').first().innerText()).toMatch(/edit\s1/)
  other.exec('COMMIT')
  other.close()
  await page.keyboard.insertText('2')
  await page.locator('.save-status', { hasText: /^saved$/ }).waitFor()
  expect(await readFile(join(app.home, 'notebooks', 'tiny.lab.ts'), 'utf8')).toBe('// %%\n// edit 12\n')
})
