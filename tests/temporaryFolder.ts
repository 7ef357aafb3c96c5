import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Gives the whole test run one temporary folder and removes it at the end, so that what a test (or a process that it
 * killed) leaves behind does not stay on the machine. Vitest runs this once, before it starts its workers, which inherit it.
 * @returns what removes the folder
 */
export const setup = async (): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), 'transfusion-lab-tests-'))
  process.env['TMPDIR'] = process.env['TEMP'] = process.env['TMP'] = folder
  return () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
}
