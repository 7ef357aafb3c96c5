import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { ExportFormat } from '../../protocol/export.ts'

/** What a writing process is to do. */
export interface WriteOrder {
  what: 'save' | ExportFormat
  /** Folder of a checkpoint; for a bundle a home. */
  from: string
  folder: string
  /** At which byte or operation it is killed. Null lets it finish. */
  killAt: number | null
  /** What is left on the disk when the first file is begun: everything else fills up then, after it was seen that there is room. */
  leave?: number
}

/** What an export, and a bundle, is called in the folder. */
export const exportName = 'model'
export const bundleName = 'run.labrun'
/** What fills the disk. */
export const fillerName = 'filler'

/** How a writing process ended, and what it said: the code of its error, or how much it did. */
export interface Written {
  ended: 'whole' | 'killed' | 'failed'
  said: string
}

/** @param fileKib the largest file that the system lets it write, in KiB; a write beyond it fails as on a full disk */
export const runWriter = (order: WriteOrder, fileKib: number | null = null): Promise<Written> => {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'writer.ts'), JSON.stringify(order)]
  const child = fileKib === null ? spawn(node[0]!, node.slice(1)) : spawn('bash', ['-c', `ulimit -f ${fileKib}; exec "$@"`, 'bash', ...node])
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ ended: signal !== null ? 'killed' : code === 0 ? 'whole' : 'failed', said })))
}
