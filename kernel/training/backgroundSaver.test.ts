import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { tinyConfig } from '../model/testModel.ts'
import { BackgroundSaver } from './backgroundSaver.ts'
import { loadCheckpoint, type Checkpoint, type SavedCheckpoint } from './checkpoint.ts'

const config = tinyConfig({})

const checkpoint = (step: number): Checkpoint => ({
  config, datasetHash: 'd', step, cursor: 0, elementsSeen: 0, imagesSeen: 0,
  tensors: { 'param/a': { dtype: 'float32', shape: [2], data: Float32Array.of(step, -step) } },
})

describe('checkpoints that are written while training goes on', () => {
  let folder: string, saver: BackgroundSaver, saved: SavedCheckpoint[]

  beforeEach(() => {
    const own = mkdtempSync(path.join(os.tmpdir(), 'lab-saver-'))
    folder = path.join(own, 'checkpoints')
    saver = new BackgroundSaver(folder)
    saved = []
    onTestFinished(async () => {
      await saver.close().catch(() => {})
      rmSync(own, { recursive: true })
    })
  })

  const save = (step: number): Promise<void> => saver.save(async () => checkpoint(step), (one) => void saved.push(one))

  test('one after the other, each as it was when its save began', async () => {
    for (const step of [1, 2, 3]) await save(step)
    await saver.settle()
    const loaded = await Promise.all(saved.map(({ directory }) => loadCheckpoint(directory)))
    expect(loaded.map(({ step, tensors }) => [step, [...tensors['param/a']!.data]])).toEqual([1, 2, 3].map((step) => [step, [step, -step]]))
  })

  test('the memory of their tensors goes over to the thread that writes', async () => {
    const given = checkpoint(1)
    await saver.save(async () => given, () => {})
    expect(given.tensors['param/a']!.data).toHaveLength(0)
    await saver.settle()
  })

  test('one that fails is told of once, and the next is written', async () => {
    writeFileSync(folder, 'a file where the folder should be')
    await save(1)
    await expect(saver.settle()).rejects.toThrow(/checkpoints/)
    rmSync(folder)
    await save(2)
    await saver.settle()
    expect(readdirSync(folder)).toEqual(['step-00000002'])
  })

  test('closing waits for the one that is being written', async () => {
    await save(1)
    await saver.close()
    expect(saved).toHaveLength(1)
  })
})
