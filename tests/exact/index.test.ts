import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const table = readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8')

/** The items of the table: their numbers, and the tests of each by file. */
const items = table.split('\n').flatMap((line) => {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
  const item = Number(cells[1])
  if (!Number.isInteger(item) || item === 0) return []
  const tests: { file: string; name: string }[] = []
  let file = ''
  for (const [, code, name] of cells[3]!.matchAll(/`([^`]+)`|\*([^*]+)\*/g)) {
    if (code !== undefined) file = code
    else tests.push({ file, name: name!.replaceAll('\\|', '|') })
  }
  return [{ item, tests }]
})

test('the index of exact facts has items 1 to 14, each with its tests', () => {
  expect(items.map(({ item }) => item)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1))
  expect(items.filter(({ tests }) => tests.length === 0)).toEqual([])
})

test.each(items.flatMap(({ item, tests }) => tests.map(({ file, name }) => [item, file, name] as const)))('item %i, %s: %s', (_, file, name) => {
  expect(existsSync(path.join(root, file)), file).toBe(true)
  // As it is written in the source, where an apostrophe in a string may be escaped.
  expect(readFileSync(path.join(root, file), 'utf8').replaceAll("\\'", "'").includes(name), `${file} has no test "${name}"`).toBe(true)
})
