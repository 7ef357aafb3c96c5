import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import { datasetsFolder } from './home.ts'

/** What a dataset can be made of. */
const extensions = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif', '.wav', '.txt', '.jsonl', '.csv'])

/** Takes in folders that a page sends piece by piece: whole ones are under `datasets` of the home, half ones are not. */
export interface DatasetFolders {
  /** @returns a ticket for the files */
  begin(name: string): Promise<string>
  /** @param path of the file in its folder, with slashes @throws InputError when it cannot be part of a dataset */
  add(ticket: string, path: string, bytes: Uint8Array): Promise<void>
  /** @returns where the folder is */
  end(ticket: string): Promise<string>
  /** Forgets what came so far. */
  drop(ticket: string): Promise<void>
}

export const createDatasetFolders = (home: string): DatasetFolders => {
  const root = datasetsFolder(home)
  const coming = new Map<string, { name: string; folder: string }>()
  const of = (ticket: string): { name: string; folder: string } => {
    const found = coming.get(ticket)
    if (!found) throw new InputError('This folder is not being taken in any more; drop it again.')
    return found
  }
  return {
    begin: async (given) => {
      const name = given.replace(/[^\p{L}\p{N} _.-]/gu, ' ').trim().replace(/^\.+/, '').slice(0, 80) || 'pictures'
      await mkdir(root, { recursive: true })
      const folder = await mkdtemp(join(root, '.coming-'))
      coming.set(folder, { name, folder })
      return folder
    },
    add: async (ticket, path, bytes) => {
      const { folder } = of(ticket)
      const parts = path.split('/')
      if (parts.some((part) => part === '' || part.startsWith('.') || /[\\:\0]/.test(part))) throw new InputError(`The file "${path}" has a name that cannot be kept; rename it and drop the folder again.`)
      if (!extensions.has(extname(path).toLowerCase())) throw new InputError(`The file "${path}" is neither picture, sound nor caption (${[...extensions].join(' ')}).`)
      const target = join(folder, ...parts)
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, bytes)
    },
    end: async (ticket) => {
      const { name, folder } = of(ticket)
      coming.delete(ticket)
      for (let n = 1; ; n++) {
        const target = join(root, n === 1 ? name : `${name}-${n}`)
        if (existsSync(target)) continue
        await rename(folder, target)
        return target
      }
    },
    drop: async (ticket) => {
      const { folder } = of(ticket)
      coming.delete(ticket)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
