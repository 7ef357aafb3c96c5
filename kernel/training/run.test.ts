import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { maskHash, maskOf } from '../../masks/index.ts'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import type { PictureMessage } from '../../protocol/pictureMessage.ts'
import { loadCheckpoint } from './checkpoint.ts'
import { RunControl } from './control.ts'
import { trainRun } from './run.ts'

const tiny = (changes: Record<string, unknown> = {}): RunConfig => parseConfig({
  preset: 'nano', 'image.size': 16, 'patch.size': 4, 'model.dim': 16, 'model.layers': 2, 'model.heads': 2, 'data.sequenceLength': 64,
  'train.steps': 7, 'train.batch': 2, 'train.warmup': 2, 'train.evalEvery': 4, 'train.evalBatches': 1, 'train.sampleEvery': 5, 'train.checkpointEvery': 3,
  'sample.steps': 2, 'sample.count': 2, 'sample.captionLength': 8, 'engine.threads': 1, ...changes,
})

const train = async (config: RunConfig, { resumeFrom = null, directory, stopAt }: { resumeFrom?: string | null; directory?: string; stopAt?: number } = {}) => {
  const messages: KernelMessage[] = []
  const control = new RunControl()
  const folder = directory ?? (await mkdtemp(path.join(os.tmpdir(), 'run-')))
  await trainRun({ run: 'r', config, directory: folder, resumeFrom }, control, (message) => {
    messages.push(message)
    if (message.type === 'step' && message.step === stopAt) control.stop()
  })
  const of = <Type extends KernelMessage['type']>(type: Type) => messages.filter((message): message is Extract<KernelMessage, { type: Type }> => message.type === type)
  return { of, messages, folder }
}

const losses = (steps: Extract<KernelMessage, { type: 'step' }>[]) => steps.map(({ step, metrics }) => [step, metrics['train.loss'], metrics['train.gradientNorm']])

describe('a run', () => {
  test('reports steps, evaluations, pictures and checkpoints at their cadence, and ends with its last checkpoint', async () => {
    const { of, messages } = await train(tiny())
    expect(of('step').map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(of('evaluation').map(({ step }) => step)).toEqual([4, 7])
    expect(of('evaluation')[0]!.metrics['eval.epsilonMse']).toBeGreaterThan(0)
    expect(of('pictures').map(({ step, key }) => [step, key])).toEqual([[0, 'mask'], [5, 'sample'], [5, 'caption'], [7, 'sample'], [7, 'caption']])
    const [{ text, reference, width }] = of('pictures')[0]!.pictures as [PictureMessage]
    expect([text, reference, width]).toEqual(['transfusion: ({ q, k }) => k.index <= q.index || (q.image !== null && q.image === k.image)', maskHash(maskOf('transfusion')), expect.any(Number)])
    expect(of('checkpoint').map(({ step, kind }) => [step, kind])).toEqual([[3, 'cadence'], [6, 'cadence'], [7, 'last']])
    expect(messages.at(-1)).toEqual({ type: 'finished', run: 'r', step: 7 })
  })

  test('stopped and resumed is bit for bit the run that was not stopped', async () => {
    // With two threads, pictures are drawn on lanes.
    const config = tiny({ 'data.packing': true, 'data.sequenceLength': 96, 'engine.threads': 2 })
    const whole = await train(config)
    const first = await train(config, { stopAt: 4 })
    expect(first.messages.at(-1)).toEqual({ type: 'stopped', run: 'r', step: 4 })
    const second = await train(config, { resumeFrom: first.of('checkpoint').at(-1)!.directory })
    expect([...losses(first.of('step')), ...losses(second.of('step'))]).toEqual(losses(whole.of('step')))
    const ends = await Promise.all([whole, second].map(({ of }) => loadCheckpoint(of('checkpoint').at(-1)!.directory)))
    for (const [name, { data }] of Object.entries(ends[0]!.tensors)) expect(Buffer.from(ends[1]!.tensors[name]!.data.buffer).equals(Buffer.from(data.buffer)), name).toBe(true)
    expect(second.of('pictures').at(-1)!.pictures[0]!.png).toEqual(whole.of('pictures').at(-1)!.pictures[0]!.png)
  })

  test('the mask changes the result and not the batches or the noise', async () => {
    const [a, b] = await Promise.all([train(tiny({ mask: 'transfusion' })), train(tiny({ mask: 'causal' }))])
    const first = (run: typeof a) => run.of('step')[0]!
    expect(first(a).elementsSeen).toBe(first(b).elementsSeen)
    // At step 1 the zero-initialised decoder predicts zero under any mask: the image loss is the mean square of the same target.
    expect(first(a).metrics['train.image']).toBe(first(b).metrics['train.image'])
    expect(a.of('step')[6]!.metrics['train.image']).not.toBe(b.of('step')[6]!.metrics['train.image'])
  })

  test('a loss that is not a number stops the run, names the step and what to do, and keeps the checkpoint before it', async () => {
    const config = tiny({ 'train.lr': 1, 'train.lrMin': 1, 'train.weightDecay': 10, 'train.steps': 200, 'train.evalEvery': 0, 'train.sampleEvery': 0, 'train.checkpointEvery': 10 })
    const directory = await mkdtemp(path.join(os.tmpdir(), 'run-'))
    await expect(train(config, { directory })).rejects.toThrow(/became (NaN|Infinity) at step \d+.*lowering train\.lr/)
    const kept = await readdir(path.join(directory, 'checkpoints'))
    expect(kept.length).toBeGreaterThan(0)
  })

  test('captions longer than a sequence are cut and do not end the run; a prompt of the user that is too long does, at once', async () => {
    const { messages } = await train(tiny({ 'data.sequenceLength': 24, 'data.positions': 1, 'sample.count': 6 }))
    expect(messages.at(-1)!.type).toBe('finished')
    await expect(train(tiny({ 'data.sequenceLength': 24, 'sample.prompts': ['a large red ring at the top left'] }))).rejects.toThrow(/has 32 bytes; this model's sequences have room for 5/)
  })

  test('a checkpoint of another config, and a damaged one, are refused in words', async () => {
    const { of } = await train(tiny())
    const { directory } = of('checkpoint').at(-1)!
    await expect(train(tiny({ 'loss.lambda': 1 }), { resumeFrom: directory })).rejects.toThrow(/another loss\.lambda; resume with the config it was made with/)
    const file = path.join(directory, 'model.safetensors')
    const bytes = await readFile(file)
    bytes[bytes.length - 5]! ^= 1
    await writeFile(file, bytes)
    await expect(train(tiny(), { resumeFrom: directory })).rejects.toThrow(/model\.safetensors is damaged/)
  })
})
