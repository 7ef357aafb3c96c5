import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { GitRecord } from '../../../protocol/records.ts'
import { appRoot } from './appRoot.ts'

/** Which source trains, when the app runs from a git checkout; null in a package. */
export const gitRecord = (folder: string = appRoot): GitRecord | null => {
  if (!existsSync(join(folder, '.git'))) return null
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    return { sha: git('rev-parse', 'HEAD').trim(), dirty: git('status', '--porcelain', '--untracked-files=no').trim() !== '' }
  } catch {
    // No git on this machine, or a repository that is not this user's: the run is no worse for it.
    return null
  }
}
