import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runConfigSchema } from '../../protocol/config/schema.ts'
import type { RunConfigInput } from '../../protocol/config/schema.ts'
import { InputError } from '../../protocol/errors.ts'
import { openDataset } from './open.ts'
import { picturesOf, textOf } from './segments.ts'

let text: string
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lab-open-'))
  text = join(root, 'a.txt')
  await writeFile(text, 'a text')
})
afterAll(() => rm(root, { recursive: true }))

const open = (data: RunConfigInput['data']) => openDataset(runConfigSchema.parse({ data }))

test('opens the default', async () => {
  const dataset = await open({})
  expect(dataset.name).toBe('shapes')
  expect(picturesOf(dataset.document('train', 0))[0]).toMatchObject({ width: 32 })
})

test('opens a text, and a mix', async () => {
  expect(textOf((await open({ name: 'text', path: text })).document('train', 0))).toBe('a text')
  const mix = await open({ name: 'mix', parts: [{ name: 'shapes', weight: 1, maxObjects: 1 }, { name: 'text', weight: 1, path: text }] })
  const kinds = Array.from({ length: 40 }, (_, i) => picturesOf(mix.document('train', i)).length === 0)
  expect(new Set(kinds).size).toBe(2)
})

test.each<[string, RunConfigInput['data']]>([
  ['data.path', { name: 'folder' }],
  ['data.path', { name: 'text' }],
  ['data.parts', { name: 'mix' }],
  ['data.parts[1].path', { name: 'mix', parts: [{ name: 'shapes' }, { name: 'folder' }] }],
  ['/nowhere/at/all', { name: 'folder', path: '/nowhere/at/all' }],
])('bad input names %s', async (where, data) => {
  await expect(open(data)).rejects.toThrow(InputError)
  await expect(open(data)).rejects.toThrow(where)
})
