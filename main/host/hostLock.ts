import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../../protocol/errors.ts'

/** Who holds a home: a process id alone could since have gone to another process. */
interface Holder {
  pid: number
  /** When the process started, in the system's own ticks, where that can be known. */
  born: string | null
}

const lockPath = (home: string): string => join(home, 'host.lock')

/** Homes that this very process holds. */
const held = new Set<string>()

/**
 * Makes this process the only host of a home. The lock of a process that has died is taken over.
 * @returns the release
 * @throws InputError naming the process that holds it
 */
export const lockHome = (home: string): (() => void) => {
  const path = lockPath(home)
  const candidate = `${path}.${process.pid}`
  const content = JSON.stringify({ pid: process.pid, born: bornAt(process.pid) } satisfies Holder)
  for (let attempt = 0; attempt < 5; attempt++) {
    writeFileSync(candidate, content)
    try {
      // A link appears whole or not at all, and never over another lock.
      linkSync(candidate, path)
      held.add(home)
      return () => {
        if (held.delete(home)) rmSync(path, { force: true })
      }
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown
      const pid = lockHolder(home)
      if (pid !== null) throw new InputError(`${home} is in use by another Transfusion Lab (process ${pid}); close it, or choose another folder with --home.`)
      removeStale(path)
    } finally {
      rmSync(candidate, { force: true })
    }
  }
  throw new InputError(`${path} cannot be taken; delete it if no Transfusion Lab is running.`)
}

/** The id of the living process that holds a home, or null. */
export const lockHolder = (home: string): number | null => {
  const holder = readHolder(lockPath(home))
  if (holder === null) return null
  if (holder.pid === process.pid) return held.has(home) ? holder.pid : null
  return isAlive(holder) ? holder.pid : null
}

/** Two processes may find the same stale lock: one that moved a fresh lock away by mistake puts it back. */
const removeStale = (path: string): void => {
  const aside = `${path}.stale-${process.pid}`
  try {
    renameSync(path, aside)
    const holder = readHolder(aside)
    if (holder !== null && holder.pid !== process.pid && isAlive(holder)) linkSync(aside, path)
  } catch {
    // Somebody else was quicker; the next attempt sees what they left.
  }
  rmSync(aside, { force: true })
}

const readHolder = (path: string): Holder | null => {
  try {
    const { pid, born } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>
    return typeof pid === 'number' ? { pid, born: born ?? null } : null
  } catch {
    return null
  }
}

const isAlive = ({ pid, born }: Holder): boolean => {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM')) return false
  }
  const now = bornAt(pid)
  return born === null || now === null || now === born
}

/** Linux only: field 22 of /proc/PID/stat. A zombie counts as dead. */
const bornAt = (pid: number): string | null => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return fields[0] === 'Z' ? 'dead' : fields[19]!
  } catch {
    return null
  }
}
