import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import { diskTrouble } from './runs/diskTrouble.ts'

type Environment = Record<string, string | undefined>

/** Where runs and notebooks are kept: what was asked for, else TRANSFUSION_LAB_HOME, else the platform's folder for a user's data. */
export const resolveHome = (asked: string | undefined, environment: Environment = process.env, platform: string = process.platform): string => {
  if (asked === '') throw new InputError('--home names no folder; write --home DIR.')
  const given = asked ?? (environment['TRANSFUSION_LAB_HOME'] || undefined)
  return given === undefined ? platformHome(environment, platform) : resolve(given)
}

const platformHome = (environment: Environment, platform: string): string => {
  const user = environment['HOME'] || environment['USERPROFILE'] || homedir()
  if (platform === 'darwin') return join(user, 'Library', 'Application Support', 'Transfusion Lab')
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] || join(user, 'AppData', 'Local'), 'Transfusion Lab')
  return join(environment['XDG_DATA_HOME'] || join(user, '.local', 'share'), 'transfusion-lab')
}

/** The database of a home. */
export const databasePath = (home: string): string => join(home, 'lab.db')

/** Where the user puts networks that measurements need. */
export const networksFolder = (home: string): string => join(home, 'networks')

/** Where folders are kept that were taken in as datasets. */
export const datasetsFolder = (home: string): string => join(home, 'datasets')

/** Where latents are kept that runs on the same pictures and encoder share. */
export const latentCacheFolder = (home: string): string => join(home, 'cache', 'latents')

/**
 * Makes the home's folder where it is missing.
 * @throws InputError when it cannot be made or written
 */
export const prepareHome = (home: string): void => {
  try {
    makeFolder(home)
    if (!statSync(home).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
    accessSync(home, constants.W_OK | constants.X_OK)
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : ''
    if (code === 'EEXIST' || code === 'ENOTDIR') throw new InputError(`${home} is a file, not a folder; choose another with --home.`)
    throw new InputError(diskTrouble(thrown, home) ?? `${home} cannot be used (${String(code)}); choose another folder with --home.`)
  }
}

/** Node's own recursive mkdir never returns below /proc and the like, where a parent exists and yet nothing can be made in it. */
const makeFolder = (path: string): void => {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}
