import { existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { exportFormats } from '../../protocol/export.ts'
import { tinyConfig } from '../../kernel/model/testModel.ts'
import { loadCheckpoint } from '../../kernel/training/checkpoint.ts'
import { saveCheckpoint } from '../../kernel/training/saveCheckpoint.ts'
import { initialState } from '../../kernel/training/trainProgram.ts'
import { exampleBundle } from '../../main/host/bundles/testBundle.ts'
import { createHost } from '../../main/host/host.ts'
import { mountSmallDisk, noSmallDisk } from './smallDisk.ts'
import { fillerName, runWriter } from './writes.ts'

const smallDisk = (mebibytes: number): string => mountSmallDisk(mebibytes).path

const config = tinyConfig({ 'train.ema': 0.9 })
const free = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

const save = (folder: string, step: number) => saveCheckpoint(folder, { config, tensors: initialState(config), step, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: 'd' })

describe.skipIf(noSmallDisk !== null)(`a disk that is full${noSmallDisk === null ? '' : `: ${noSmallDisk}`}`, () => {
  it.each(['save', ...exportFormats] as const)('%s: what fills up half way leaves nothing, and the checkpoint before it loads', async (what) => {
    const folder = smallDisk(24)
    const { directory } = await save(folder, 1)
    const from = what === 'labrun' ? (await exampleBundle()).home : directory
    const before = readdirSync(folder)
    // From no room at all to all but the last of what it needs.
    for (const leave of [0, 8192]) {
      expect({ leave, ...(await runWriter({ what, from, folder, killAt: null, leave })) }).toEqual({ leave, ended: 'failed', said: 'ENOSPC' })
      rmSync(join(folder, fillerName))
      expect(readdirSync(folder)).toEqual(before)
      expect((await loadCheckpoint(directory)).step).toBe(1)
    }
  })

  it('is seen before anything is written, in a sentence with how much is needed', async () => {
    const little = smallDisk(4)
    await expect(save(little, 2)).rejects.toThrow(/^The checkpoint of step 2 needs 0\.\d{3} GB, and the disk of .+ has 0\.004 GB free; free some space there \("lab checkpoints RUN --prune" does\), then resume\.$/)
    expect(readdirSync(little)).toEqual([])
  })

  it('while a run trains: it ends with one sentence, and goes on from its checkpoint when there is room', async () => {
    const own = smallDisk(64)
    const host = createHost({ home: join(own, 'home') })
    onTestFinished(() => host.close())
    const filler = join(own, fillerName)
    host.on('checkpoint', ({ step }) => {
      if (step === 4) writeFileSync(filler, Buffer.alloc(free(own)))
    })
    const { id } = host.runs.enqueue(parseConfig({
      train: { steps: 40, batch: 2, checkpointEvery: 4, evalEvery: 0, sampleEvery: 0, evalBatches: 1, keepLast: 2 }, model: { dim: 16, layers: 1, heads: 2 },
      image: { size: 16 }, patch: { size: 8 }, data: { sequenceLength: 96 }, sample: { steps: 1, count: 1, captionLength: 2 },
    }), { notebook: null, cell: null, userKeys: [] })
    const { status, reason } = await host.runs.whenEnded(id)
    expect({ status, reason }).toMatchObject({ status: 'failed', reason: expect.stringMatching(/^(The disk that holds .+ is full; .+|The checkpoint of step \d+ needs .+), then resume\.$/) as string })
    expect(existsSync(filler)).toBe(true)
    rmSync(filler)
    for (const { directory, step } of host.runs.checkpoints(id)) expect((await loadCheckpoint(directory)).step).toBe(step)
    host.runs.resume(id)
    expect(await host.runs.whenEnded(id)).toMatchObject({ status: 'finished', step: 40 })
  })

  it('for an export: the app says which disk, and what to do', async () => {
    const { home: own, run } = await exampleBundle()
    const host = createHost({ home: own })
    onTestFinished(() => host.close())
    const little = smallDisk(4)
    await expect(host.request('run.export', { run: run.id, options: { format: 'labrun' }, out: join(little, 'a.labrun') })).rejects.toThrow(/^The bundle .+ needs 0\.\d{3} GB, and the disk of .+ has 0\.004 GB free; free some space there .+\.$/)
    expect(readdirSync(little)).toEqual([])
  })
})
