import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError, messageOf } from '../../protocol/errors.ts'
import type { Problem } from './document.ts'

/** What lies under a folder: names relative to it, with `/` between parts, sorted. */
export interface Listing {
  names: string[]
  problems: Problem[]
}

/** Lists the files of a folder and the folders in it. Hidden ones are left out; a link to a file counts as the file, a link to a folder is a problem. */
export async function listFiles(root: string): Promise<Listing> {
  const listing: Listing = { names: [], problems: [] }
  await walk(root, '', listing)
  listing.names.sort()
  return listing
}

async function walk(root: string, folder: string, listing: Listing): Promise<void> {
  let entries
  try {
    entries = await readdir(join(root, folder), { withFileTypes: true })
  } catch (error) {
    listing.problems.push({ file: folder || '.', reason: `the folder cannot be read (${messageOf(error)})` })
    return
  }
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const name = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isDirectory()) await walk(root, name, listing)
    else if (entry.isFile()) listing.names.push(name)
    else if (entry.isSymbolicLink()) {
      const target = await stat(join(root, name)).catch(() => null)
      if (target?.isFile()) listing.names.push(name)
      else listing.problems.push({ file: name, reason: target ? 'it is a link to a folder, and such links are not followed' : 'it is a link to nothing' })
    }
  }
}

/** What stands at a path that the user gave; an InputError where nothing does. */
export async function kindOfPath(path: string): Promise<'file' | 'folder'> {
  const found = await stat(path).catch((error: unknown) => {
    throw new InputError(`The data path ${path} cannot be opened (${messageOf(error)}); check that it exists and may be read.`)
  })
  return found.isDirectory() ? 'folder' : 'file'
}

/** The name's extension in lower case, with its dot; '' where it has none. */
export function extensionOf(name: string): string {
  return /(\.[^./]*)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

const strict = new TextDecoder('utf-8', { fatal: true })

/** The text of UTF-8 bytes, without a byte order mark; null where they are no UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}
