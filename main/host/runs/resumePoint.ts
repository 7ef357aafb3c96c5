import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { isWholeSafetensors } from './safetensorsCheck.ts'

/** A checkpoint folder that can be gone on from. */
export interface ResumePoint {
  step: number
  directory: string
}

/** The folder of a run: its kernel writes there and nowhere else. */
export const runFolder = (home: string, run: string): string => join(home, 'runs', run)

/**
 * The newest whole checkpoint of a run. It is looked for on the disk, not in the database, as a host that was killed
 * may not have heard of the last one.
 */
export const resumePoint = (directory: string): ResumePoint | null =>
  checkpointFolders(directory).find(({ directory, step }) => isWhole(directory, step)) ?? null

/** Renames checkpoint folders after a step, so that the resumed run can write those steps again. Nothing is deleted. */
export const setLaterCheckpointsAside = (directory: string, step: number): void => {
  for (const later of checkpointFolders(directory).filter((point) => point.step > step)) {
    let aside = `${later.directory}.damaged`
    for (let number = 2; existsSync(aside); number++) aside = `${later.directory}.damaged-${number}`
    renameSync(later.directory, aside)
  }
}

/** Newest first. */
const checkpointFolders = (directory: string): ResumePoint[] => {
  const parent = join(directory, 'checkpoints')
  if (!existsSync(parent)) return []
  return readdirSync(parent)
    .filter((name) => /^step-\d+$/.test(name))
    .map((name) => ({ step: Number(name.slice('step-'.length)), directory: join(parent, name) }))
    .sort((a, b) => b.step - a.step)
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
