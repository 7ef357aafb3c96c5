import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import { isUnfinished, unfinishedName, type WrittenFile } from '../../protocol/export.ts'
import { demandRoom, disk, type Disk } from '../files/disk.ts'

/** Adds a file to the folder under way: its pieces one after another, hashed and synced. */
export type AddFile = (name: string, pieces: Iterable<Uint8Array | string>) => Promise<WrittenFile>

/**
 * Writes a folder whole or not at all: under a temporary name beside it, every file and folder synced, then renamed.
 * What an export to the same place left half written is cleared first.
 * @param folder must not be there, or be empty
 * @param bytes about how much is to be written
 * @throws InputError when something is there already, or there is no room
 */
export const writeFolder = async (folder: string, bytes: number, write: (add: AddFile) => Promise<void>, on: Disk = disk): Promise<void> => {
  await refuseOccupied(folder)
  const parent = path.dirname(folder)
  const temporary = path.join(parent, unfinishedName(path.basename(folder), randomUUID()))
  for (const name of await readdir(parent).catch(() => [])) if (isUnfinished(name, path.basename(folder))) await on.remove(path.join(parent, name))
  await on.makeFolder(temporary)
  try {
    await demandRoom(temporary, bytes, `The export ${folder}`, on, 'export again')
    const folders = new Set([temporary])
    await write(async (name, pieces) => {
      const file = path.join(temporary, name)
      if (!folders.has(path.dirname(file))) await on.makeFolder(path.dirname(file))
      folders.add(path.dirname(file))
      return { name, ...(await on.write(file, pieces)) }
    })
    for (const each of folders) await on.syncFolder(each)
    if (process.platform === 'win32') await on.remove(folder)
    await on.rename(temporary, folder)
  } catch (error) {
    await on.remove(temporary)
    throw error
  }
  await on.syncFolder(parent)
}

const refuseOccupied = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new InputError(`${folder} cannot be made (${error.code}); choose another folder.`)
  })
  if (names.length > 0) throw new InputError(`${folder} is not empty; choose a new folder, as an export replaces nothing.`)
}
