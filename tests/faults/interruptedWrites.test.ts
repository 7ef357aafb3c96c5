import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportFormats } from '../../protocol/export.ts'
import { exportCheckpoint } from '../../kernel/export/exportCheckpoint.ts'
import { tinyConfig } from '../../kernel/model/testModel.ts'
import { Random } from '../../kernel/random/stream.ts'
import { loadCheckpoint, type Checkpoint } from '../../kernel/training/checkpoint.ts'
import { saveCheckpoint } from '../../kernel/training/saveCheckpoint.ts'
import { initialState } from '../../kernel/training/trainProgram.ts'
import { exampleBundle } from '../../main/host/bundles/testBundle.ts'
import { writeBundle } from '../../main/host/bundles/writeBundle.ts'
import { isIntact } from '../../main/host/runs/checkpointCheck.ts'
import { setLaterCheckpointsAside } from '../../main/host/runs/asideCheckpoints.ts'
import { temporaryFolder } from '../../main/store/testStore.ts'
import { failingDisk } from './failingDisk.ts'

const config = tinyConfig({ 'train.ema': 0.9 })
const tensors = initialState(config)
const checkpoint = (step: number): Checkpoint => ({ config, tensors, step, cursor: step, elementsSeen: 0, imagesSeen: 0, datasetHash: 'd' })
const about = { run: 'r', name: 'r', created: 0, appVersion: '0', git: null, userKeys: [], datasetHash: null, metrics: [], pictures: [{ png: new Uint8Array(100), text: 'x' }] }

/** Every failure on the way: 100 random ones of each kind, and those among the last operations. */
const failures = (total: number): [number, 'full' | 'killed'][] => {
  const random = new Random({ seed: 1, stream: 'content' })
  const places = [...Array.from({ length: 100 }, () => random.integer(total)), ...[1, 2, 3, 4, 5].map((before) => total - before)]
  return places.flatMap((place) => [[place, 'full'], [place, 'killed']] as [number, 'full' | 'killed'][])
}

const total = async (work: (disk: ReturnType<typeof failingDisk>) => Promise<unknown>): Promise<number> => {
  const whole = failingDisk(Infinity, 'full')
  await work(whole)
  return whole.used
}

describe('a write that is interrupted at any byte', () => {
  it('of a checkpoint: the one before always loads, and nothing half written goes by a checkpoint\'s name', async () => {
    const home = temporaryFolder()
    const bytes = await total((disk) => saveCheckpoint(join(home, 'whole'), checkpoint(2), disk))
    for (const [i, [after, how]] of failures(bytes).entries()) {
      const run = join(home, String(i)), folder = join(run, 'checkpoints')
      mkdirSync(folder, { recursive: true })
      const { directory } = await saveCheckpoint(folder, checkpoint(1))
      const disk = failingDisk(after, how)
      const saving = saveCheckpoint(folder, checkpoint(2), disk)
      await expect(saving).rejects.toThrow(how === 'full' ? 'ENOSPC' : 'the process is gone')
      expect((await loadCheckpoint(directory)).step).toBe(1)
      for (const name of readdirSync(folder).filter((name) => /^step-\d+$/.test(name))) expect((await loadCheckpoint(join(folder, name))).config).toEqual(config)
      // The next start of the run clears what is left.
      setLaterCheckpointsAside(run, 1)
      expect(readdirSync(folder).filter((name) => !name.includes('aside'))).toEqual(['step-00000001'])
    }
  })

  it('of a checkpoint that replaces one of the same step leaves the step before it', async () => {
    const home = temporaryFolder()
    await saveCheckpoint(join(home, 'whole'), checkpoint(2))
    const bytes = await total((disk) => saveCheckpoint(join(home, 'whole'), checkpoint(2), disk))
    for (const [i, [after, how]] of failures(bytes).slice(-10).entries()) {
      const folder = join(home, String(i))
      const { directory } = await saveCheckpoint(folder, checkpoint(1))
      const { sha256 } = await saveCheckpoint(folder, checkpoint(2))
      await expect(saveCheckpoint(folder, checkpoint(2), failingDisk(after, how))).rejects.toThrow()
      expect((await loadCheckpoint(directory)).step).toBe(1)
      const second = join(folder, 'step-00000002')
      expect(readdirSync(folder).includes('step-00000002')).toBe(isIntact({ directory: second, step: 2, sha256 }))
    }
  })

  it('of an export: the folder is not there, or whole', async () => {
    const home = temporaryFolder()
    const { directory } = await saveCheckpoint(home, checkpoint(1))
    const write = (out: string) => (disk: ReturnType<typeof failingDisk>) => exportCheckpoint(directory, { format: 'pytorch', dtype: 'bf16', out, about }, {}, disk)
    const whole = join(home, 'whole')
    const bytes = await total(write(whole))
    const names = readdirSync(whole, { recursive: true }).sort()
    for (const [i, [after, how]] of failures(bytes).entries()) {
      const folder = join(home, String(i))
      const disk = failingDisk(after, how)
      mkdirSync(folder)
      await expect(write(join(folder, 'model'))(disk)).rejects.toThrow()
      const left = readdirSync(folder)
      if (left.includes('model')) expect(readdirSync(join(folder, 'model'), { recursive: true }).sort()).toEqual(names)
      if (how === 'full') expect(left.filter((name) => name !== 'model')).toEqual([])
    }
  })
  it.each(exportFormats)('an export as %s that is stopped leaves nothing, and says that it was', async (format) => {
    const folder = temporaryFolder(), stop = new AbortController()
    const stopped = { signal: stop.signal, onProgress: () => stop.abort() }
    const writing = format === 'labrun'
      ? writeBundle(join(folder, 'run.labrun'), { ...(await exampleBundle()), ...stopped })
      : exportCheckpoint((await saveCheckpoint(temporaryFolder(), checkpoint(1))).directory, { format, dtype: 'fp32', out: join(folder, 'model'), about }, stopped)
    await expect(writing).rejects.toThrow('aborted')
    expect(readdirSync(folder)).toEqual([])
  })
})
