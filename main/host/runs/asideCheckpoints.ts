import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { AsideCheckpoint } from '../../../protocol/checkpoints.ts'

const asideName = /^step-(\d+)\.aside(-\d+)?$/

const bytesOf = (directory: string): number => readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)

/**
 * What was set aside in a run's folder, oldest step first.
 * @param directory the run's folder
 */
export const listAside = (directory: string): AsideCheckpoint[] => {
  const parent = join(directory, 'checkpoints')
  if (!existsSync(parent)) return []
  return readdirSync(parent).flatMap((name) => {
    const step = asideName.exec(name)?.[1]
    return step === undefined ? [] : [{ step: Number(step), directory: join(parent, name), bytes: bytesOf(join(parent, name)) }]
  }).sort((a, b) => a.step - b.step)
}

/**
 * Clears the way for a run that goes on from a step: later checkpoints are renamed, never deleted, and what a killed
 * kernel left half written is removed.
 * @param directory the run's folder
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
