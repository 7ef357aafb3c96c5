import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import type { WrittenFile } from '../../protocol/export.ts'

/** Adds a file to the folder under way: its pieces one after another, hashed and synced. */
export type AddFile = (name: string, pieces: Iterable<Uint8Array | string>) => Promise<WrittenFile>

/**
 * Writes a folder whole or not at all: under a temporary name beside it, every file and folder synced, then renamed.
 * @param folder must not be there, or be empty
 * @throws InputError when something is there already
 */
export const writeFolder = async (folder: string, write: (add: AddFile) => Promise<void>): Promise<void> => {
  await refuseOccupied(folder)
  const parent = path.dirname(folder)
  const temporary = path.join(parent, `.${path.basename(folder)}.${randomUUID()}`)
  await mkdir(temporary, { recursive: true })
  try {
    const folders = new Set([temporary])
    await write(async (name, pieces) => {
      const file = path.join(temporary, name)
      await mkdir(path.dirname(file), { recursive: true })
      folders.add(path.dirname(file))
      return { name, ...(await writeSynced(file, pieces)) }
    })
    for (const each of folders) await syncFolder(each)
    if (process.platform === 'win32') await rm(folder, { recursive: true, force: true })
    await rename(temporary, folder)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
  await syncFolder(parent)
}

const refuseOccupied = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new InputError(`${folder} cannot be made (${error.code}); choose another folder.`)
  })
  if (names.length > 0) throw new InputError(`${folder} is not empty; choose a new folder, as an export replaces nothing.`)
}

const writeSynced = async (file: string, pieces: Iterable<Uint8Array | string>): Promise<{ bytes: number; sha256: string }> => {
  const hash = createHash('sha256')
  let bytes = 0
  await using handle = await open(file, 'wx')
  for (const piece of pieces) {
    const data = typeof piece === 'string' ? Buffer.from(piece) : piece
    hash.update(data)
    for (let at = 0; at < data.length;) at += (await handle.write(data, at)).bytesWritten
    bytes += data.length
  }
  await handle.sync()
  return { bytes, sha256: hash.digest('hex') }
}

/** Makes names last through a power cut; Windows cannot open folders and needs no such step. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}
