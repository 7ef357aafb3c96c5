import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { exportCheckpoint } from '../../kernel/export/exportCheckpoint.ts'
import { importWeights } from '../../kernel/import/importWeights.ts'
import { lucidrainsWeights, vachanvyWeights } from '../../kernel/import/testWeights.ts'
import { tinyConfig } from '../../kernel/model/testModel.ts'
import { loadCheckpoint } from '../../kernel/training/checkpoint.ts'
import { saveCheckpoint } from '../../kernel/training/saveCheckpoint.ts'
import { encodeSafetensors } from '../../kernel/training/safetensors.ts'
import { initialState } from '../../kernel/training/trainProgram.ts'
import { importBundle } from '../../main/host/bundles/importBundle.ts'
import { exampleBundle, testHome } from '../../main/host/bundles/testBundle.ts'
import { isIntact } from '../../main/host/runs/checkpointCheck.ts'
import { configHash } from '../../main/host/runs/configHash.ts'
import { temporaryFolder } from '../../main/store/testStore.ts'
import { mutate } from './mutate.ts'
import { refusal } from './refusal.ts'

vi.setConfig({ testTimeout: 3_600_000 })

/** Files of each kind: some in every test run, and as many as are asked for by hand: `LAB_MUTATIONS=2000`. */
const count = Number(process.env['LAB_MUTATIONS'] ?? 60)
/** What importing files of some kilobytes may add to this process. */
const memoryBound = 512 * 2 ** 20

const config = tinyConfig({ 'model.dim': 8, 'model.layers': 1, 'model.heads': 1, 'model.mlpHidden': 8 })
const save = () => saveCheckpoint(temporaryFolder(), { config, tensors: initialState(config), step: 1, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: 'd' })

/** Mutated anywhere, and every other time in its first bytes, where the header is. */
const mutated = (bytes: Buffer, seed: number, head: number): Buffer =>
  seed % 2 === 0 ? mutate(bytes, seed) : Buffer.concat([mutate(bytes.subarray(0, head), seed), bytes.subarray(head)])

/** Does something with each seed, which ends well or in a refusal; says how many were refused, and what that took of memory. */
const everySeed = async (attempt: (seed: number) => Promise<void>): Promise<{ refused: number }> => {
  const before = process.memoryUsage().rss
  let refused = 0, most = 0
  for (let seed = 0; seed < count; seed++) {
    await attempt(seed).catch((thrown: unknown) => {
      refusal(thrown)
      refused++
    })
    most = Math.max(most, process.memoryUsage().rss - before)
  }
  expect(most).toBeLessThan(memoryBound)
  if (process.env['LAB_MUTATIONS']) console.info(`${count} files, ${refused} refused, ${(most / 2 ** 20).toFixed(0)} MiB at most`)
  return { refused }
}

describe('mutated files, through the importers', () => {
  it.each(['lab', 'lucidrains', 'vachanvy'] as const)('weights of %s: a checkpoint of finite numbers, or a refusal that leaves nothing', async (kind) => {
    const home = temporaryFolder(), source = join(home, 'source'), target = join(home, 'target')
    mkdirSync(target)
    if (kind === 'lab') {
      const about = { run: 'r', name: 'r', created: 0, appVersion: '0', git: null, userKeys: [], datasetHash: null, metrics: [], pictures: [] }
      await exportCheckpoint((await save()).directory, { format: 'safetensors', dtype: 'fp32', out: source, about })
    } else {
      mkdirSync(source)
      writeFileSync(join(source, 'model.safetensors'), encodeSafetensors(kind === 'lucidrains' ? lucidrainsWeights() : vachanvyWeights()))
    }
    const file = join(source, 'model.safetensors')
    const bytes = readFileSync(file)
    const head = 8 + Number(bytes.readBigUInt64LE())
    const outside = (): string[] => readdirSync(home, { recursive: true }).map(String).filter((name) => !name.startsWith(join('target', ''))).sort()
    const before = outside()
    const { refused } = await everySeed(async (seed) => {
      writeFileSync(file, mutated(bytes, seed, head))
      const made = join(target, String(seed))
      mkdirSync(made)
      try {
        const { directory } = await importWeights(source, kind === 'lab' ? {} : { 'model.heads': 2, 'image.size': 16 }, made)
        const { tensors } = await loadCheckpoint(directory)
        for (const [name, { data }] of Object.entries(tensors)) expect(data.every(Number.isFinite), name).toBe(true)
      } catch (thrown) {
        expect(readdirSync(made)).toEqual([])
        throw thrown
      }
    })
    expect(refused).toBeGreaterThan(count / 4)
    expect(outside()).toEqual(before)
  })

  it.each(['state.json', 'model.safetensors', 'optimizer.safetensors'])('a checkpoint whose %s is not what it was is refused', async (name) => {
    const { directory } = await save()
    const copy = join(temporaryFolder(), 'step-00000001')
    cpSync(directory, copy, { recursive: true })
    const bytes = readFileSync(join(directory, name))
    const head = name === 'state.json' ? bytes.length : 8 + Number(bytes.readBigUInt64LE())
    const { refused } = await everySeed(async (seed) => {
      const now = mutated(bytes, seed, head)
      writeFileSync(join(copy, name), now)
      const { tensors } = await loadCheckpoint(copy)
      // What loads has the very weights: a tensor file is as it was, and a state names these hashes.
      expect(name === 'state.json' || now.equals(bytes)).toBe(true)
      expect(Object.keys(tensors).length).toBe(Object.keys(initialState(config)).length)
    })
    expect(refused).toBeGreaterThan(count / 2)
  })

  it('bundles: the very run, or a refusal that leaves the home as it was', async () => {
    const { bytes, run } = await exampleBundle()
    const file = join(temporaryFolder(), 'a.labrun')
    // Its store writes at its own pace.
    const listing = (home: string): string[] => readdirSync(home, { recursive: true }).map(String).filter((name) => !name.startsWith('lab.db')).sort()
    const prepare = () => {
      const made = testHome()
      mkdirSync(join(made.home, 'runs'))
      return made
    }
    let { home, store } = prepare()
    const before = listing(home)
    const { refused } = await everySeed(async (seed) => {
      writeFileSync(file, mutated(bytes, seed, 4096))
      try {
        const imported = await importBundle(file, { home, store, now: 5 })
        expect({ ...imported, notebook: null }).toEqual({ ...run, notebook: null, configHash: configHash(run.config) })
        expect(isIntact(store.checkpoints.list(run.id)[0]!)).toBe(true)
        // The same run again would be refused as one that is here.
        ;({ home, store } = prepare())
      } catch (thrown) {
        expect(listing(home)).toEqual(before)
        throw thrown
      }
    })
    expect(refused).toBeGreaterThan(count / 2)
  })
})
