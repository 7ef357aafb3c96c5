import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../store/testStore.ts'
import { createDatasetFolders } from './datasetFolders.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

it('keeps a folder once all of it has come, beside one of the same name', async () => {
  const home = temporaryFolder()
  const folders = createDatasetFolders(home)
  const take = async (): Promise<string> => {
    const ticket = await folders.begin('my cats')
    await folders.add(ticket, 'a/1.png', bytes('picture'))
    await folders.add(ticket, 'a/1.txt', bytes('a cat'))
    return folders.end(ticket)
  }
  expect([await take(), await take()]).toEqual([join(home, 'datasets', 'my cats'), join(home, 'datasets', 'my cats-2')])
  expect(readFileSync(join(home, 'datasets', 'my cats', 'a', '1.txt'), 'utf8')).toBe('a cat')
})

it('leaves nothing of one that was given up', async () => {
  const home = temporaryFolder()
  const folders = createDatasetFolders(home)
  const ticket = await folders.begin('x')
  await folders.add(ticket, '1.png', bytes('picture'))
  await folders.drop(ticket)
  expect(readdirSync(join(home, 'datasets'))).toEqual([])
  await expect(folders.end(ticket)).rejects.toThrow('is not being taken in any more')
})

it.each(['../1.png', '/etc/1.png', 'a//1.png', '.hidden/1.png', 'a\\..\\1.png', 'C:1.png', 'x.exe', 'x'])('refuses %s', async (path) => {
  const folders = createDatasetFolders(temporaryFolder())
  await expect(folders.add(await folders.begin('x'), path, bytes('x'))).rejects.toThrow(path)
})
