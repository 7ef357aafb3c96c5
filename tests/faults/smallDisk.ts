import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A file system of a few megabytes that can be filled to its last byte. */
export interface SmallDisk {
  path: string
  /** Leaves no byte free. */
  fill(): void
  free(): void
}

const mount = (path: string, megabytes: number): void => void execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'pipe' })
const unmount = (path: string): void => void execFileSync('umount', ['-l', path], { stdio: 'pipe' })

const whyNot = (): string | null => {
  const path = mkdtempSync(join(tmpdir(), 'lab-disk-'))
  try {
    mount(path, 1)
    unmount(path)
    return null
  } catch (error) {
    return `mounting is not permitted (${(error as Error).message.split('\n')[0]})`
  } finally {
    rmdirSync(path)
  }
}

/** Why no such disk can be made here, or null. */
export const noSmallDisk = whyNot()

/** For tests: unmounted when the test is finished. Stop what has files on it before, by `onTestFinished` after this. */
export const mountSmallDisk = (megabytes: number): SmallDisk => {
  const path = mkdtempSync(join(tmpdir(), 'lab-disk-'))
  mount(path, megabytes)
  onTestFinished(() => {
    unmount(path)
    rmdirSync(path)
  })
  const ballast = join(path, 'ballast')
  return {
    path,
    fill: () => {
      const file = openSync(ballast, 'a')
      try {
        for (;;) if (writeSync(file, Buffer.alloc(4096)) < 4096) return
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(ballast),
  }
}
