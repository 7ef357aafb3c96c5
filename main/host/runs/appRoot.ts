import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const findRoot = (from: string): string => {
  if (existsSync(join(from, 'package.json'))) return from
  const above = dirname(from)
  if (above === from) throw new Error(`no package.json above ${import.meta.dirname}`)
  return findRoot(above)
}

/** The folder with the app's package.json: of the source tree, or of the package that holds the bundle. */
export const appRoot = findRoot(import.meta.dirname)

/** The app's version. */
export const appVersion: string = (JSON.parse(readFileSync(join(appRoot, 'package.json'), 'utf8')) as { version: string }).version
