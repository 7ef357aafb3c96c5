import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import { loadCheckpoint } from '../training/checkpoint.ts'
import { RunControl } from '../training/control.ts'
import { trainRun } from '../training/run.ts'
import { codebookUse } from './evaluate.ts'
import { tinyAutoencoder } from './testAutoencoder.ts'

const train = async (config: RunConfig, { resumeFrom = null, stopAt }: { resumeFrom?: string | null; stopAt?: number } = {}) => {
  const messages: KernelMessage[] = []
  const control = new RunControl()
  const directory = await mkdtemp(path.join(os.tmpdir(), 'autoencoder-'))
  await trainRun({ run: 'r', config, directory, resumeFrom }, control, (message) => {
    messages.push(message)
    if (message.type === 'step' && message.step === stopAt) control.stop()
  })
  const of = <Type extends KernelMessage['type']>(type: Type) => messages.filter((message): message is Extract<KernelMessage, { type: Type }> => message.type === type)
  return { of, last: messages.at(-1)! }
}

const losses = (run: Awaited<ReturnType<typeof train>>) => run.of('step').map(({ step, metrics }) => [step, metrics['train.loss'], metrics['train.gradientNorm']])

describe('a run that trains an autoencoder', () => {
  test.each([
    ['vae', ['train.kl'], ['eval.kl']],
    ['vq', ['train.codebook', 'train.commitment', 'train.codePerplexity', 'train.liveCodes'], ['eval.codePerplexity', 'eval.liveCodes']],
  ] as const)('%s: reports its losses, measures held-out pictures, and shows each beside its reconstruction', async (kind, trained, held) => {
    const { of, last } = await train(tinyAutoencoder(kind))
    const [first] = of('step')
    expect(Object.keys(first!.metrics)).toEqual(expect.arrayContaining(['train.loss', 'train.l1', 'train.gradientNorm', ...trained]))
    expect(first!.elementsSeen).toBe(2 * 16)
    expect(of('evaluation').map(({ step }) => step)).toEqual([4, 7])
    expect(Object.keys(of('evaluation')[0]!.metrics)).toEqual(expect.arrayContaining(['eval.l1', 'eval.psnr', ...held]))
    expect(of('pictures').map(({ step, key, pictures }) => [step, key, pictures.map(({ width, height }) => [width, height])])).toEqual([5, 7].map((step) => [step, 'reconstruction', [[34, 16], [34, 16]]]))
    expect(of('checkpoint').map(({ step }) => step)).toEqual([3, 6, 7])
    expect(last).toEqual({ type: 'finished', run: 'r', step: 7 })
  })

  test.each(['vae', 'vq'] as const)('%s: stopped and resumed is bit for bit the run that was not stopped', async (kind) => {
    const config = tinyAutoencoder(kind, { 'train.ema': 0.9 })
    const whole = await train(config)
    const first = await train(config, { stopAt: 4 })
    const second = await train(config, { resumeFrom: first.of('checkpoint').at(-1)!.directory })
    expect([...losses(first), ...losses(second)]).toEqual(losses(whole))
    const ends = await Promise.all([whole, second].map(({ of }) => loadCheckpoint(of('checkpoint').at(-1)!.directory)))
    for (const [name, { data }] of Object.entries(ends[0]!.tensors)) expect(Buffer.from(ends[1]!.tensors[name]!.data.buffer).equals(Buffer.from(data.buffer)), name).toBe(true)
  })

  test('its reconstructions get closer', async () => {
    const { of } = await train(tinyAutoencoder('vae', { 'autoencoder.width': 8, 'train.steps': 100, 'train.lr': 1e-2, 'train.evalEvery': 50, 'train.sampleEvery': 0, 'train.checkpointEvery': 0, 'train.batch': 4 }))
    const l1 = of('step').map(({ metrics }) => metrics['train.l1']!)
    expect(of('evaluation').at(-1)!.metrics['eval.l1']!).toBeLessThan(0.4 * l1[0]!)
  })
})

describe('codebook use', () => {
  test('perplexity is the number of codes when they are used evenly, 1 when one takes all; live is the share used at all', () => {
    expect(codebookUse([0.25, 0.25, 0.25, 0.25]).perplexity).toBeCloseTo(4, 10)
    expect(codebookUse([1, 0, 0, 0])).toEqual({ perplexity: 1, live: 0.25 })
  })
})
