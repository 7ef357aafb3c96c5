import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../../protocol/config/index.ts'
import type { KernelMessage } from '../../../protocol/kernelMessages.ts'
import { RunControl } from '../../training/control.ts'
import { loadCheckpoint } from '../../training/checkpoint.ts'
import { trainRun } from '../../training/run.ts'

const config = parseConfig({
  preset: 'nanoUnet', 'image.size': 16, 'patch.unetChannels': 4, 'model.dim': 16, 'model.layers': 1, 'model.heads': 2, 'data.sequenceLength': 64,
  'train.steps': 30, 'train.batch': 2, 'train.warmup': 2, 'train.evalEvery': 0, 'train.evalBatches': 1, 'train.sampleEvery': 0, 'train.checkpointEvery': 20,
  'sample.steps': 2, 'sample.count': 2, 'sample.captionLength': 4, 'engine.threads': 1,
})

const train = async (resumeFrom: string | null = null) => {
  const messages: KernelMessage[] = []
  const directory = await mkdtemp(path.join(os.tmpdir(), 'unet-'))
  await trainRun({ run: 'r', config, directory, resumeFrom }, new RunControl(), (message) => messages.push(message))
  return <Type extends KernelMessage['type']>(type: Type) => messages.filter((message): message is Extract<KernelMessage, { type: Type }> => message.type === type)
}

describe('a run with the U-Net codec', () => {
  test('learns, is evaluated, draws and captions; resumed, it is bit for bit the run that was not stopped', async () => {
    const whole = await train()
    const losses = whole('step').map(({ metrics }) => metrics['train.image']!)
    const mean = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length
    expect(mean(losses.slice(-10))).toBeLessThan(0.8 * mean(losses.slice(0, 10)))
    expect(whole('evaluation').at(-1)!.metrics['eval.epsilonMse']).toBeGreaterThan(0)
    expect(whole('pictures').filter(({ key }) => key !== 'mask').map(({ key, pictures }) => [key, pictures.length])).toEqual([['sample', 2], ['caption', 2]])

    const [first, last] = whole('checkpoint')
    const resumed = await train(first!.directory)
    const ends = await Promise.all([last!, resumed('checkpoint').at(-1)!].map(({ directory }) => loadCheckpoint(directory)))
    for (const [name, { data }] of Object.entries(ends[0]!.tensors)) expect(Buffer.from(ends[1]!.tensors[name]!.data.buffer).equals(Buffer.from(data.buffer)), name).toBe(true)
    expect(resumed('pictures').filter(({ key }) => key !== 'mask').map(({ pictures }) => pictures.map(({ png }) => [...png]))).toEqual(whole('pictures').filter(({ key }) => key !== 'mask').map(({ pictures }) => pictures.map(({ png }) => [...png])))
  })
})
