import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { InputError } from '../../../protocol/errors.ts'
import { openText } from './dataset.ts'
import { picturesOf, textOf } from '../segments.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lab-text-'))
  await mkdir(join(root, 'sub'))
})
afterEach(() => rm(root, { recursive: true }))

const options = { heldOut: 0.2, seed: 1 }

test('reads a folder of texts, and lists what it skips', async () => {
  await writeFile(join(root, 'a.txt'), 'from txt')
  await writeFile(join(root, 'sub', 'b.md'), '# from md')
  await writeFile(join(root, 'c.jsonl'), '{"text": "from jsonl"}\nbad')
  await writeFile(join(root, 'd.txt'), Uint8Array.of(0xff, 0xfe, 0x00))
  await writeFile(join(root, 'e.pdf'), 'ignored')
  const dataset = await openText(root, options)
  const texts = (['train', 'heldOut'] as const).flatMap((split) => Array.from({ length: dataset.size(split) }, (_, i) => dataset.document(split, i)))
  expect(texts.map(textOf).sort()).toEqual(['# from md', 'from jsonl', 'from txt'])
  expect(texts.every((document) => picturesOf(document).length === 0)).toBe(true)
  expect(dataset.problems.map(({ file }) => file)).toEqual(['c.jsonl line 2', 'd.txt'])
})

test('reads one file', async () => {
  await writeFile(join(root, 'a.txt'), Array.from({ length: 50 }, (_, i) => `paragraph ${i} ${'x'.repeat(600)}`).join('\n\n'))
  const dataset = await openText(join(root, 'a.txt'), options)
  expect(dataset.size('train') + dataset.size('heldOut')).toBe(50)
  expect((await openText(join(root, 'a.txt'), { ...options, seed: 2 })).sha256).toBe(dataset.sha256)
})

test('nothing usable is an InputError that says what and where', async () => {
  await expect(openText(root, options)).rejects.toThrow(InputError)
  await writeFile(join(root, 'c.jsonl'), 'bad')
  await expect(openText(root, options)).rejects.toThrow('c.jsonl line 1')
  await expect(openText(join(root, 'gone'), options)).rejects.toThrow('gone')
})
