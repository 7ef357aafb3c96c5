import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import { InputError } from '../../../protocol/errors.ts'
import type { NotebookInfo } from '../../../protocol/notebook.ts'
import type { NotebookTable } from '../../store/notebooks.ts'
import { exists, notebookSuffix, writeFileAtomically } from './notebookFile.ts'

/** Which notebooks there are, and which of them may run. */
export interface NotebookShelf {
  /** Those that ship, those in the user's folder, and others that were opened before. */
  list(): Promise<NotebookInfo[]>
  info(path: string): Promise<NotebookInfo>
  isShipped(path: string): boolean
  isTrusted(path: string): boolean
  /** A notebook's identity: its path without links. */
  identity(path: string): Promise<string>
  /** A notebook in the user's folder. @param text left out: an empty one @param trusted whether its code is known to be the user's or ours */
  create(name: string, text?: string, trusted?: boolean): Promise<NotebookInfo>
  /** A name in the user's folder that is free: this one, or with a number. Letters that no file name has are taken out. */
  freeName(name: string): Promise<string>
  /** Writes text under the name of another notebook, or the nearest free one, in the user's folder. @returns its path */
  copy(path: string, text: string): Promise<string>
}

/**
 * @param experiments folder of the notebooks that ship
 * @param home the user's notebooks are in its folder `notebooks`
 */
export const createNotebookShelf = ({ experiments, home, table }: { experiments: string; home: string; table: NotebookTable }): NotebookShelf => {
  mkdirSync(join(home, 'notebooks'), { recursive: true })
  const own = realpathSync(join(home, 'notebooks'))
  const shipped = existsSync(experiments) ? realpathSync(experiments) : resolve(experiments)
  const isShipped = (path: string): boolean => path.startsWith(shipped + sep)
  const isTrusted = (path: string): boolean => isShipped(path) || table.get(path)?.trusted === true

  const info = async (path: string): Promise<NotebookInfo> => ({
    path, name: notebookName(path), modified: (await stat(path)).mtimeMs, trusted: isTrusted(path), shipped: isShipped(path), opened: table.get(path)?.opened ?? null,
  })

  const freePath = async (name: string): Promise<string> => {
    for (let n = 1; ; n++) {
      const path = join(own, `${name}${n === 1 ? '' : `-${n}`}${notebookSuffix}`)
      if (!(await exists(path))) return path
    }
  }

  const write = async (name: string, text: string, trusted = true): Promise<string> => {
    const path = await freePath(name)
    await writeFileAtomically(path, text)
    // What was known of an older file of this name is not about this one.
    table.forget(path)
    if (trusted) table.trust(path)
    return path
  }

  return {
    info, isShipped, isTrusted,
    async list() {
      const others = table.list().map(({ path }) => path)
      const paths = [...new Set([...(await notebooksIn(shipped)), ...(await notebooksIn(own)), ...others])]
      const infos = await Promise.all(paths.map((path) => info(path).catch(() => null)))
      return infos.filter((found) => found !== null)
    },
    identity: (path) => realpath(path).catch(() => resolve(path)),
    async create(name, text, trusted) {
      const plain = name.trim().replace(/\.lab\.ts$/, '')
      if (plain === '' || /[/\\:*?"<>|\x00-\x1f]/.test(plain) || plain.startsWith('.')) {
        throw new InputError(`"${name}" cannot be a notebook's name; use letters, digits, spaces and dashes.`)
      }
      if (await exists(join(own, plain + notebookSuffix))) throw new InputError(`There is a notebook "${plain}" already; choose another name.`)
      return info(await write(plain, text ?? `// %% [markdown]\n// # ${plain}\n\n// %%\n`, trusted))
    },
    freeName: async (name) => notebookName(await freePath(name.replace(/[/\\:*?"<>|\x00-\x1f]/g, ' ').trim().replace(/^\.+/, '').slice(0, 120) || 'imported')),
    copy: (path, text) => write(notebookName(path), text),
  }
}

/** `/a/02-lambda.lab.ts` → `02-lambda`. */
export const notebookName = (path: string): string => basename(path, notebookSuffix)

const notebooksIn = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.endsWith(notebookSuffix) && !name.startsWith('.')).sort().map((name) => join(folder, name))
}
