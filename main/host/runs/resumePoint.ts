import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckpointRecord } from '../../../protocol/records.ts'
import { isWhole } from './checkpointCheck.ts'

/** The folder of a run: its kernel writes there and nowhere else. */
export const runFolder = (home: string, run: string): string => join(home, 'runs', run)

/**
 * The newest of a run's checkpoints that is whole.
 * @param recorded as the store has them, oldest first. A folder that the store has not heard of does not count: when a
 *   host is killed, its kernel can be steps ahead of it, and the numbers of those steps must be measured again.
 * @param isUsable how closely to look
 */
export const resumePoint = (recorded: readonly CheckpointRecord[], isUsable: (checkpoint: CheckpointRecord) => boolean = isWhole): CheckpointRecord | null =>
  recorded.findLast(isUsable) ?? null

/**
 * Clears the way for a run that goes on from a step: later checkpoints are renamed, never deleted, and what a killed
 * kernel left half written is removed.
 */
export const setLaterCheckpointsAside = (directory: string, step: number): void => {
  const parent = join(directory, 'checkpoints')
  if (!existsSync(parent)) return
  const names = readdirSync(parent)
  for (const half of names.filter((name) => name.startsWith('.step-'))) rmSync(join(parent, half), { recursive: true, force: true })
  const later = names.filter((name) => /^step-\d+$/.test(name) && Number(name.slice('step-'.length)) > step)
  for (const name of later) {
    const path = join(parent, name)
    let aside = `${path}.aside`
    for (let number = 2; existsSync(aside); number++) aside = `${path}.aside-${number}`
    renameSync(path, aside)
  }
}
