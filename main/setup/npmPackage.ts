import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import type { Tools } from './step.ts'

/** One version of an npm package, and the SHA-512 of its archive as the registry gives it. */
export interface NpmPackage {
  name: string
  version: string
  integrity: string
}

/**
 * Unpacks a package without its dependencies and without running any script of it.
 * @throws InputError when its archive is not the one that was asked for
 */
export const unpackPackage = async ({ name, version, integrity }: NpmPackage, folder: string, tools: Tools): Promise<void> => {
  const printed = await tools.run('npm', ['pack', `${name}@${version}`, '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: folder })
  const [{ filename }] = JSON.parse(printed) as [{ filename: string }]
  const archive = path.join(folder, filename)
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
  if (found !== integrity) throw new InputError(`The registry gave another ${name} ${version} than was expected (${found.slice(0, 20)}… in place of ${integrity.slice(0, 20)}…); nothing was installed. Check the registry that npm is set to.`)
  const target = path.join(folder, 'node_modules', ...name.split('/'))
  mkdirSync(target, { recursive: true })
  await tools.run('tar', ['-xzf', archive, '-C', target, '--strip-components=1'])
  rmSync(archive)
}
