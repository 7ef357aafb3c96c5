import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { newToken } from './accessPolicy.ts'

/**
 * The token of a home folder, made once and readable by its owner alone: a page that was open when the host ended finds its way
 * back when the host is there again, with what was typed in between.
 */
export const keptToken = (home: string): string => {
  const file = path.join(home, 'token')
  try {
    const kept = readFileSync(file, 'utf8').trim()
    if (/^[\w-]{32}$/.test(kept)) return kept
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const token = newToken()
  writeFileSync(file, `${token}\n`, { mode: 0o600 })
  return token
}
