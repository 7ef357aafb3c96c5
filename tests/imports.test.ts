import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
/** What each folder may import besides itself. `types` only as `import type`. */
const allowed: Record<string, { values: string[]; types: string[] }> = {
  protocol: { values: [], types: [] },
  masks: { values: ['protocol'], types: [] },
  kernel: { values: ['protocol', 'masks'], types: [] },
  main: { values: ['protocol', 'masks'], types: ['kernel'] },
  renderer: { values: ['protocol'], types: [] },
}

interface Import {
  file: string
  target: string
  typeOnly: boolean
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test|\.config)\.tsx?$/.test(name)).map((name) => join(root, folder, name))

const importsOf = (file: string): Import[] => {
  const text = readFileSync(file, 'utf8')
  const found = text.matchAll(/^\s*(?:import|export)\s+(type\s+)?[^'"`;]*?from\s*['"](\.[^'"]+)['"]|^\s*import\s*['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]/gm)
  return [...found].map(([, type, from, bare, dynamic]) => ({
    file: relative(root, file),
    target: relative(root, resolve(dirname(file), (from ?? bare ?? dynamic)!)),
    typeOnly: type !== undefined,
  }))
}

for (const [folder, { values, types }] of Object.entries(allowed)) {
  test(`${folder} imports only ${[folder, ...values].join(', ')}${types.length > 0 ? ` and types of ${types.join(', ')}` : ''}`, () => {
    const outside = filesIn(folder).flatMap(importsOf).filter(({ target, typeOnly }) => {
      const top = target.split(sep)[0]!
      return top !== folder && !values.includes(top) && !(typeOnly && types.includes(top))
    })
    expect(outside.map(({ file, target }) => `${file} → ${target}`)).toEqual([])
  })
}

test('the host knows nothing of its shells, and only the Electron shell knows Electron', () => {
  const shells = filesIn('main/host').flatMap(importsOf).filter(({ target }) => /^main\/(electron|serve|cli)/.test(target.replaceAll(sep, '/')))
  expect(shells.map(({ file, target }) => `${file} → ${target}`)).toEqual([])
  const electron = filesIn('main').filter((file) => /from 'electron'/.test(readFileSync(file, 'utf8'))).map((file) => relative(root, file).replaceAll(sep, '/'))
  expect(electron.filter((file) => !/^main\/(electron[./]|preload\.ts)/.test(file))).toEqual([])
})

test('no file comes back to itself by what it imports, types included', () => {
  const files = [...Object.keys(allowed), 'bench'].flatMap(filesIn)
  const targets = new Map(files.map((file) => [relative(root, file), importsOf(file).map(({ target }) => target)]))
  const done = new Set<string>(), circles: string[] = []
  const follow = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    else if (!done.has(file)) for (const target of targets.get(file) ?? []) follow(target, [...path, file])
    done.add(file)
  }
  for (const file of targets.keys()) follow(file, [])
  expect(circles).toEqual([])
})
