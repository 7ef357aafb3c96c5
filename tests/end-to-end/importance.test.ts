import { expect, test } from 'vitest'
import { seriousViolations } from './axe.ts'
import { lookBoth } from './look.ts'
import { nothingWasThrown, openApp, page } from './openedApp.ts'
import { seedStudy } from './seededStudy.ts'

/** Enough runs to judge by: λ moves the image loss, the patch size moves nothing. */
const runs = [1, 5, 20].flatMap((lambda) => [4, 8].flatMap((patch) => [0, 1, 2, 3].map((seed) => ({ lambda, patch, seed }))))

openApp({ prepare: (home) => seedStudy(home, runs) })

test('with enough runs, each setting has its share of what the runs differ in, with n and an interval', async () => {
  await page.getByRole('region', { name: 'Runs' }).getByText('λ 5, patch 4, seed 0').waitFor()
  await page.keyboard.press('Control+Shift+l')
  await page.getByRole('button', { name: 'Lines' }).click()
  const table = page.getByRole('region', { name: 'Importance of settings' })
  await table.getByText('n = 24 finished runs').waitFor()
  const lambda = await table.getByRole('row', { name: /^loss\.lambda/ }).innerText()
  expect(lambda.replace(/\s+/g, ' ')).toMatch(/^loss\.lambda \d+ % \d+ % to \d+ % 24 1: 0\.\d+ · 5: 0\.\d+ · 20: 0\.\d+$/)
  expect((await table.getByRole('row', { name: /^patch\.size/ }).innerText()).replace(/\s+/g, ' ')).toMatch(/^patch\.size 0 % 0 % to \d+ % 24 /)
  await lookBoth(page, 'importance')
  expect(await seriousViolations(page)).toEqual([])
})

test('the filter says which runs count', async () => {
  await page.getByRole('searchbox', { name: 'Filter', exact: true }).fill('lambda < 20')
  await page.getByRole('region', { name: 'Importance of settings' }).getByText('With 16 runs it would be mostly chance').waitFor()
})

nothingWasThrown()
