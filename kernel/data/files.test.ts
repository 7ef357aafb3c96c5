import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InputError } from '../../protocol/errors.ts'
import { extensionOf, kindOfPath, listFiles, textOf } from './files.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lab-files-'))
  await mkdir(join(root, 'b', 'c'), { recursive: true })
  await mkdir(join(root, '.hidden'))
  for (const name of ['z.txt', 'b/y.txt', 'b/c/x.TXT', '.hidden/w.txt', '.v.txt']) await writeFile(join(root, name), 'text')
  await symlink(join(root, 'z.txt'), join(root, 'link.txt'))
  await symlink(root, join(root, 'b', 'loop'))
  await symlink(join(root, 'nothing'), join(root, 'broken'))
})
afterAll(() => rm(root, { recursive: true }))

test('lists files of all folders, hidden ones and linked folders apart', async () => {
  const { names, problems } = await listFiles(root)
  expect(names).toEqual(['b/c/x.TXT', 'b/y.txt', 'link.txt', 'z.txt'])
  expect(problems.map(({ file }) => file).sort()).toEqual(['b/loop', 'broken'])
})

test('tells a file from a folder, and says what is missing', async () => {
  expect(await kindOfPath(root)).toBe('folder')
  expect(await kindOfPath(join(root, 'z.txt'))).toBe('file')
  await expect(kindOfPath(join(root, 'nothing'))).rejects.toThrow(InputError)
  await expect(kindOfPath(join(root, 'nothing'))).rejects.toThrow('nothing')
})

test('extensions and text', () => {
  expect(['a/b.JPG', 'a.b/c', 'x.tar.gz'].map(extensionOf)).toEqual(['.jpg', '', '.gz'])
  expect(textOf(Buffer.from('\ufeffü'))).toBe('ü')
  expect(textOf(Uint8Array.of(0xff, 0x41))).toBeNull()
})
