import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../protocol/errors.ts'
import { temporaryFolder } from '../store/testStore.ts'
import { unpackPackage } from './npmPackage.ts'
import type { Tools } from './step.ts'
import { setUpTensorFlow } from './tensorflow.ts'

/** A world in which some programs are missing, and no archive is what it should be unless `bytes` says so. */
const tools = (missing: readonly string[]): Tools & { calls: string[]; said: string[] } => {
  const calls: string[] = [], said: string[] = []
  return {
    calls, said,
    say: (sentence) => void said.push(sentence),
    run: async (program, args, { cwd } = {}) => {
      calls.push([program, ...args].join(' '))
      if (missing.includes(program)) throw new InputError(`"${program}" could not be started; install it, or put it on the PATH.`)
      if (program === 'npm') {
        writeFileSync(path.join(cwd!, 'a.tgz'), 'an archive')
        return '[{"filename":"a.tgz"}]'
      }
      return ''
    },
  }
}

const home = (): string => {
  const folder = temporaryFolder()
  mkdirSync(path.join(folder, 'engines', 'tensorflow'), { recursive: true })
  writeFileSync(path.join(folder, 'engines', 'tensorflow', 'installation.json'), '{"tensorflow":"1"}')
  return folder
}

describe.runIf(process.platform === 'linux')('a setup that fails', () => {
  const trouble: { name: string; missing: string[]; says: RegExp }[] = [
    { name: 'no compiler', missing: ['c++', 'g++', 'clang++', ...(process.env['CXX'] ? [process.env['CXX']] : [])], says: /^No C\+\+ compiler was found; install one/ },
    { name: 'no Python', missing: ['python3'], says: /^"python3" could not be started/ },
    { name: 'no npm', missing: ['npm'], says: /^"npm" could not be started/ },
    { name: 'an archive that was changed on its way', missing: [], says: /^The registry gave another @tensorflow\/tfjs-node 4\.22\.0 than was expected/ },
  ]
  test.each(trouble)('$name: one sentence, the earlier one kept, nothing left over', async ({ missing, says }) => {
    const folder = home()
    const world = tools(missing)
    await expect(setUpTensorFlow({ home: folder, python: 'python3', compiler: null, gpu: false, tools: world, verify: async () => null })).rejects.toThrow(says)
    expect(readdirSync(path.join(folder, 'engines'))).toEqual(['tensorflow'])
    expect(readFileSync(path.join(folder, 'engines', 'tensorflow', 'installation.json'), 'utf8')).toContain('"1"')
    expect(world.calls.some((call) => call.includes('pip install'))).toBe(false)
  })
})

test('a package is unpacked when its archive has the hash that was expected', async () => {
  const folder = temporaryFolder()
  const world = tools([])
  const integrity = `sha512-${createHash('sha512').update('an archive').digest('base64')}`
  await unpackPackage({ name: '@scope/name', version: '1.0.0', integrity }, folder, world)
  expect(world.calls.at(-1)).toBe(`tar -xzf ${path.join(folder, 'a.tgz')} -C ${path.join(folder, 'node_modules', '@scope', 'name')} --strip-components=1`)
  expect(existsSync(path.join(folder, 'a.tgz'))).toBe(false)
})
