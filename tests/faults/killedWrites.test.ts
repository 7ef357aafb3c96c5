import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { exportFormats } from '../../protocol/export.ts'
import { tinyConfig } from '../../kernel/model/testModel.ts'
import { loadCheckpoint } from '../../kernel/training/checkpoint.ts'
import { saveCheckpoint } from '../../kernel/training/saveCheckpoint.ts'
import { initialState } from '../../kernel/training/trainProgram.ts'
import { openBundle } from '../../main/host/bundles/openBundle.ts'
import { exampleBundle } from '../../main/host/bundles/testBundle.ts'
import { setLaterCheckpointsAside } from '../../main/host/runs/asideCheckpoints.ts'
import { temporaryFolder } from '../../main/store/testStore.ts'
import { bundleName, exportName, runWriter, type WriteOrder } from './writes.ts'

vi.setConfig({ testTimeout: 3_600_000 })

/** Kills of each kind: few in every test run, and as many as are asked for by hand: `LAB_KILLS=200`. */
const kills = Number(process.env['LAB_KILLS'] ?? 3)
const config = tinyConfig({ 'train.ema': 0.9 })
const places = (most: number): number[] => Array.from({ length: kills }, (_, i) => (i === 0 ? most - 1 : Math.floor(Math.random() * most)))

/** A run's folder with a checkpoint of step 1, as the writer finds it. */
const begin = async (home: string, name: string) => {
  const run = join(home, name), folder = join(run, 'checkpoints')
  mkdirSync(folder, { recursive: true })
  const { directory } = await saveCheckpoint(folder, { config, tensors: initialState(config), step: 1, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: 'd' })
  return { run, folder, directory }
}

/** Runs a writer at every place, two at a time, and looks at what each left. */
const everywhere = async (list: readonly number[], one: (place: number, i: number) => Promise<void>): Promise<void> => {
  for (let i = 0; i < list.length; i += 2) await Promise.all(list.slice(i, i + 2).map((place, k) => one(place, i + k)))
}

describe('a process that is killed (SIGKILL) while it writes', () => {
  it('a checkpoint: the one before loads, a folder that goes by a checkpoint\'s name is whole, and the next start clears the rest', async () => {
    const home = temporaryFolder()
    const first = await begin(home, 'whole')
    const { said } = await runWriter({ what: 'save', from: first.directory, folder: first.folder, killAt: null })
    await everywhere(places(Number(said)), async (killAt, i) => {
      const { run, folder, directory } = await begin(home, String(i))
      expect({ killAt, ...(await runWriter({ what: 'save', from: directory, folder, killAt })) }).toMatchObject({ ended: 'killed' })
      for (const name of readdirSync(folder).filter((each) => /^step-\d+$/.test(each))) await loadCheckpoint(join(folder, name))
      setLaterCheckpointsAside(run, 1)
      expect(readdirSync(folder).filter((each) => !each.includes('aside'))).toEqual(['step-00000001'])
      expect((await loadCheckpoint(directory)).step).toBe(1)
    })
  })

  it.each(exportFormats)('an export as %s: what goes by its name is whole, or is not there, and the next one there clears the rest', async (what) => {
    const source = what === 'labrun' ? (await exampleBundle()).home : (await begin(temporaryFolder(), 'source')).directory
    const target = what === 'labrun' ? bundleName : exportName
    const first = temporaryFolder()
    const { said } = await runWriter({ what, from: source, folder: first, killAt: null })
    const whole = readdirSync(first, { recursive: true }).sort()
    await everywhere(places(Number(said)), async (killAt, i) => {
      const folder = temporaryFolder()
      expect({ killAt, ...(await runWriter({ what, from: source, folder, killAt })) }).toMatchObject({ ended: 'killed' })
      if (existsSync(join(folder, target))) expect(readdirSync(folder, { recursive: true }).sort()).toEqual(whole)
      else if (i === 1) {
        await runWriter({ what, from: source, folder, killAt: null })
        expect(readdirSync(folder, { recursive: true }).sort()).toEqual(whole)
      }
    })
  })
})

/** A home whose run has more to carry than its store needs of the disk. */
const homeWithMuch = async (): Promise<string> => {
  const { home, run } = await exampleBundle()
  writeFileSync(run.notebook!, `// ${'x'.repeat(200_000)}\n`)
  return home
}

const limits = process.platform !== 'win32' && spawnSync('bash', ['-c', 'ulimit -f 1']).status === 0

describe.runIf(limits)('a disk that takes no more (the system\'s limit on a file)', () => {
  it.each(['save', 'safetensors', 'labrun'] as const)('%s: says so, tidies up, and leaves what was there', async (what: WriteOrder['what']) => {
    const home = what === 'labrun' ? await homeWithMuch() : null
    const own = temporaryFolder()
    let refused = 0
    // The store that a bundle is read from needs room of its own: SQLite maps 32 KiB beside its file.
    for (const [i, kib] of (what === 'labrun' ? [33, 64, 128] : [1, 4, 16]).entries()) {
      const { folder, directory } = await begin(own, String(i))
      const before = readdirSync(folder)
      const { ended, said } = await runWriter({ what, from: home ?? directory, folder, killAt: null }, kib)
      if (ended === 'whole') continue
      refused++
      expect({ kib, ended, said }).toEqual({ kib, ended: 'failed', said: 'EFBIG' })
      expect(readdirSync(folder)).toEqual(before)
      expect((await loadCheckpoint(directory)).step).toBe(1)
    }
    expect(refused).toBeGreaterThan(0)
    const { folder, directory } = await begin(own, 'room')
    expect((await runWriter({ what, from: home ?? directory, folder, killAt: null }, 1_000_000)).ended).toBe('whole')
    if (what !== 'labrun') return
    const file = await open(join(folder, bundleName))
    expect((await openBundle(file, statSync(join(folder, bundleName)).size, bundleName)).names.length).toBeGreaterThan(4)
    await file.close()
  })
})
