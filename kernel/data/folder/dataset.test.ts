import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { InputError } from '../../../protocol/errors.ts'
import { openFolder } from './dataset.ts'
import { captionedPicture, picturesOf, textOf } from '../segments.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lab-folder-'))
})
afterEach(() => rm(root, { recursive: true }))

async function put(name: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true })
  await writeFile(join(root, name), content)
}
const picture = (red: number) => sharp({ create: { width: 12, height: 10, channels: 3, background: { r: red, g: 0, b: 0 } } }).png().toBuffer()
const options = { sizes: [{ width: 8, height: 8 }], heldOut: 0.2, seed: 3 }

async function captions(): Promise<string[]> {
  const dataset = await openFolder(root, options)
  return (['train', 'heldOut'] as const).flatMap((split) => Array.from({ length: dataset.size(split) }, (_, i) => textOf(dataset.document(split, i)))).sort()
}

test('reads captions from text files and both kinds of metadata, in nested folders, and lists what it skips', async () => {
  for (const [i, name] of ['a.png', 'x/b.png', 'x/y/c.PNG', 'z/d.png', 'none.png', 'empty.png'].entries()) await put(name, await picture(i))
  await put('bad.jpg', 'no picture')
  await put('bad.txt', 'a bad one')
  await put('a.txt', '\n  a first line \nsecond')
  await put('empty.txt', '\n\n')
  await put('x/metadata.jsonl', '{"file_name": "b.png", "text": "from jsonl"}\n{"file_name": "y/c.PNG", "text": "nested"}\n{"file_name": "gone.png", "text": "gone"}')
  await put('z/metadata.csv', 'file_name,text\nd.png,"from csv"\n../../etc/passwd.png,x\n')
  const seen: number[][] = []
  const dataset = await openFolder(root, options, (done, total) => seen.push([done, total]))
  expect(await captions()).toEqual(['a first line', 'from csv', 'from jsonl', 'nested'])
  expect(dataset.problems.map(({ file }) => file).sort()).toEqual(['bad.jpg', 'empty.png', 'none.png', 'x/gone.png', 'z/metadata.csv line 3'])
  expect(seen.at(-1)).toEqual([5, 5])
  expect(picturesOf(dataset.document('train', 0))[0]).toMatchObject({ width: 8, height: 8 })
})

test('pictures belong to their captions', async () => {
  for (const red of [10, 60, 110, 160, 210]) {
    await put(`${red}.png`, await picture(red))
    await put(`${red}.txt`, String(red))
  }
  const dataset = await openFolder(root, options)
  for (let i = 0; i < 10; i++) {
    const { text, image } = captionedPicture(dataset.document('train', i))!
    expect(image.pixels[0]).toBe(Number(text))
  }
})

test('the hash is of names, captions and bytes', async () => {
  const hash = async () => (await openFolder(root, options)).sha256
  await put('a.png', await picture(1))
  await put('a.txt', 'one')
  const first = await hash()
  expect(await hash()).toBe(first)
  await put('a.txt', 'two')
  const second = await hash()
  await put('a.png', await picture(2))
  expect(new Set([first, second, await hash()]).size).toBe(3)
})

test('one picture is in both splits', async () => {
  await put('a.png', await picture(1))
  await put('a.txt', 'one')
  const dataset = await openFolder(root, options)
  expect([dataset.size('train'), dataset.size('heldOut')]).toEqual([1, 1])
  expect(dataset.document('train', 9)).toEqual(dataset.document('heldOut', 0))
})

test('nothing usable is an InputError that says what and where', async () => {
  await expect(openFolder(root, options)).rejects.toThrow(InputError)
  await expect(openFolder(root, options)).rejects.toThrow(root)
  await put('a.png', await picture(1))
  await expect(openFolder(root, options)).rejects.toThrow('a.png')
  await expect(openFolder(join(root, 'a.png'), options)).rejects.toThrow('is a file')
  await expect(openFolder(join(root, 'gone'), options)).rejects.toThrow('gone')
})

test('more than memory holds is refused before any is decoded', async () => {
  await put('a.png', 'never decoded')
  await put('a.txt', 'one')
  await expect(openFolder(root, { ...options, sizes: [{ width: 40_000, height: 40_000 }] })).rejects.toThrow('GiB')
})

test('rows with a source are edits where these are asked for: source as a condition, instruction, edited picture', async () => {
  for (const [i, name] of ['before.png', 'after.png', 'plain.png'].entries()) await put(name, await picture(80 * i))
  await put('plain.txt', 'a plain one')
  await put('metadata.jsonl', '{"source_file_name": "before.png", "file_name": "after.png", "text": "make it brighter"}\n'
    + '{"source_file_name": "gone.png", "file_name": "plain.png", "text": "x"}\n{"source_file_name": "../up.png", "file_name": "plain.png", "text": "x"}')
  const dataset = await openFolder(root, { ...options, heldOut: 0.01, edits: true })
  const documents = (['train', 'heldOut'] as const).flatMap((split) => Array.from({ length: dataset.size(split) }, (_, i) => dataset.document(split, i)))
  const edit = documents.find(({ segments }) => segments.length === 3)!
  expect(edit.segments.map((segment) => (segment.modality === 'text' ? segment.text : segment.condition))).toEqual([true, 'make it brighter', false])
  expect(picturesOf(edit).map(({ pixels }) => pixels[0])).toEqual([0, 80])
  expect(documents.length).toBe(2)
  expect(dataset.problems.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
    "metadata.jsonl line 3: source_file_name ../up.png lies outside the dataset's folder", 'plain.png: metadata.jsonl names gone.png as its source, and there is no such file',
  ])
  const without = await openFolder(root, { ...options, edits: false })
  expect([without.document('train', 0).segments.length, without.document('heldOut', 0).segments.length, without.problems.at(-1)!.reason]).toEqual([2, 2, 'it is an edit of another picture, and data.edits is 0'])
  expect(without.sha256).not.toBe(dataset.sha256)
})
