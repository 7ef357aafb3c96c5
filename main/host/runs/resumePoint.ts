import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckpointRecord } from '../../../protocol/records.ts'
import { isWholeSafetensors } from './safetensorsCheck.ts'

/** The folder of a run: its kernel writes there and nowhere else. */
export const runFolder = (home: string, run: string): string => join(home, 'runs', run)

/**
 * The newest of a run's checkpoints that is whole.
 * @param recorded as the store has them, oldest first. A folder that the store has not heard of does not count: when a
 *   host is killed, its kernel can be steps ahead of it, and the numbers of those steps must be measured again.
 */
export const resumePoint = (recorded: readonly CheckpointRecord[]): CheckpointRecord | null =>
  recorded.findLast(({ directory, step }) => isWhole(directory, step)) ?? null

/** Renames checkpoint folders after a step, so that the resumed run can write those steps again. Nothing is deleted. */
export const setLaterCheckpointsAside = (directory: string, step: number): void => {
  const parent = join(directory, 'checkpoints')
  if (!existsSync(parent)) return
  const later = readdirSync(parent).filter((name) => /^step-\d+$/.test(name) && Number(name.slice('step-'.length)) > step)
  for (const name of later) {
    const path = join(parent, name)
    let aside = `${path}.aside`
    for (let number = 2; existsSync(aside); number++) aside = `${path}.aside-${number}`
    renameSync(path, aside)
  }
}

const isWhole = (directory: string, step: number): boolean => {
  try {
    const state = JSON.parse(readFileSync(join(directory, 'state.json'), 'utf8')) as { step?: unknown }
    return state.step === step && ['model', 'optimizer'].every((name) => isWholeSafetensors(join(directory, `${name}.safetensors`)))
  } catch {
    // No state, or half of one.
    return false
  }
}
