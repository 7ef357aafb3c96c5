import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { labTypes } from './labTypes.ts'

const root = resolve(import.meta.dirname, '../..')
const compilerOptions = {
  target: 'es2024', module: 'esnext', moduleResolution: 'bundler', moduleDetection: 'force', strict: true, noEmit: true, types: [],
  lib: ['es2024', 'dom'], allowImportingTsExtensions: true, skipLibCheck: true,
}

let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'lab-types-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What the compiler says of notebooks that see the `lab` types. */
const complaints = async (files: Record<string, string>): Promise<string> => {
  // The declarations are a script, whose names are global; notebooks are modules, whose names are their own.
  await writeFile(join(folder, 'globals.d.ts'), `export {}\ndeclare global {\n${labTypes().replace('declare const', 'const')}\n}\n`)
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  return promisify(execFile)(process.execPath, [tsc, '-p', folder]).then(() => '', ({ stdout }: { stdout: string }) => stdout)
}

describe('labTypes', () => {
  test('every field carries its doc, range and default', () => {
    expect(labTypes()).toContain('/** weight λ of the diffusion loss (paper: 5). 0 to 1000. Default 5. */')
    expect(labTypes()).toContain("'patch.size'?: number")
    expect(labTypes()).toContain('"transfusion" | "causal" | "bidirectional" | "blockCausal"')
  })

  test('every source of the API is in it', async () => {
    const sources = await readdir(join(root, 'main/cells/api'))
    for (const name of sources) {
      const [declared] = /(?<=^export (interface|type) )\w+/m.exec(await readFile(join(root, 'main/cells/api', name), 'utf8')) ?? []
      expect(labTypes(), name).toMatch(new RegExp(`^(interface|type) ${declared!}\\b`, 'm'))
    }
  })

  test('the notebooks that ship fit the types', async () => {
    for (const name of await readdir(join(root, 'experiments'))) {
      if (name.endsWith('.lab.ts')) await cp(join(root, 'experiments', name), join(folder, name.replace('.lab.ts', '.ts')))
    }
    expect(await complaints({})).toBe('')
  })

  test('what cells may write passes; typos and wrong values do not', async () => {
    const good = `
      const base = lab.config({ preset: 'nano', loss: { lambda: 5 }, 'patch.size': 4 })
      lab.config({ model: 'nano' }); lab.config({ model: { dim: 64 } })
      const runs = await lab.sweep(base, { 'loss.lambda': [1, 5], mask: ['causal'] } as const, { seeds: 2 })
      lab.compare(runs, { baseline: { 'loss.lambda': 5 } })
      await lab.sample(runs[0]!, 'a red circle'); await lab.caption(runs[0]!, { count: 3 })
      const near = lab.mask(({ q, k }, { n }) => k.index <= q.index && q.index - k.index < n, { name: 'near', constants: { n: 8 } })
      const mixed = lab.masks.or(lab.masks.causal, lab.masks.and(lab.masks.sameImage, lab.masks.not(lab.masks.noisy)))
      await lab.inspect(base, near, 'causal', { noise: 0.2 }); await lab.inspect('t5 boi i4x4 eoi'); await lab.inspect(runs[0]!, mixed)
      await lab.sweep(base, { mask: ['transfusion', near] })
      const lambda: number = base.loss.lambda`
    expect(await complaints({ 'good.ts': good })).toBe('')
    const bad = [`lab.config({ loss: { lamda: 5 } })`, `lab.config({ mask: 'sideways' })`, `lab.sweep({}, { 'loss.lambda': ['x'] })`, `lab.train(5)`, `lab.mask(({ q, k }) => q.idx > 1, { name: 'm' })`, `lab.mask(({ q, k }) => q.row, { name: 'm' })`]
    const said = await complaints({ 'bad.ts': bad.join('\n') })
    expect(bad.map((_, i) => said.includes(`bad.ts(${i + 1},`))).toEqual(bad.map(() => true))
  })

  test('the implementation takes and gives what the declarations say', async () => {
    const check = `
      import type { Lab as Real } from '${join(root, 'main/cells/api/lab.ts')}'
      declare const real: Real
      export const declared: Lab = real
      export const config: RunConfig = real.config({ loss: { lambda: 5 } })`
    expect(await complaints({ 'check.ts': check })).toBe('')
  })
})
