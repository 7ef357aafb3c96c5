import { constants } from 'node:fs'
import { access, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { InputError } from '../../../protocol/errors.ts'

export const notebookSuffix = '.lab.ts'

/** A file's text and when it was last written. */
export interface FileReading {
  text: string
  modified: number
}

/** @throws InputError when it is no notebook or cannot be read */
export const readNotebookFile = async (path: string): Promise<FileReading> => {
  if (!path.endsWith(notebookSuffix)) throw new InputError(`${path} is not a notebook; the name of a notebook ends in ${notebookSuffix}.`)
  try {
    const [bytes, { mtimeMs }] = await Promise.all([readFile(path), stat(path)])
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), modified: mtimeMs }
  } catch (error) {
    // With marks in place of what is no text it would be saved so, and the file be lost.
    if (error instanceof TypeError) throw new InputError(`${path} is not text in UTF-8: it is damaged, or was saved in another encoding; save it as UTF-8, or put a good copy in its place. Nothing in it was changed.`)
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new InputError(`There is no notebook ${path}; it was moved or deleted.`)
    throw new InputError(`${path} cannot be read (${code}); check its permissions.`)
  }
}

/**
 * Writes a file whole or not at all: to a temporary name beside it, to the disk, then in its place.
 * @returns when it was written
 */
export const writeFileAtomically = async (path: string, text: string): Promise<number> => {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${Date.now()}.tmp`)
  try {
    const file = await open(temporary, 'wx', await modeOf(path))
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    return (await stat(path)).mtimeMs
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

const modeOf = (path: string): Promise<number> => stat(path).then(({ mode }) => mode & 0o777, () => 0o644)

/** Whether something is at a path. */
export const exists = (path: string): Promise<boolean> => access(path, constants.F_OK).then(() => true, () => false)
