import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import { openDataset } from '../data/open.ts'
import { picturesOf, textOf } from '../data/segments.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { scoreEdits } from '../evaluation/scoreEdits.ts'
import { drawImages } from '../generation/drawImages.ts'
import { generate } from '../generation/generate.ts'
import { InferenceModel } from '../generation/inferenceModel.ts'
import { isPicture } from '../generation/prompt.ts'
import { loadCheckpoint } from './checkpoint.ts'
import { RunControl } from './control.ts'
import { trainRun } from './run.ts'
import { servingKind } from './trainProgram.ts'

const tiny = (changes: Record<string, unknown>) => parseConfig({
  preset: 'nano', 'image.size': 16, 'patch.size': 4, 'model.dim': 16, 'model.layers': 2, 'model.heads': 2, 'data.sequenceLength': 112,
  'train.steps': 3, 'train.batch': 2, 'train.warmup': 1, 'train.evalEvery': 3, 'train.evalBatches': 1, 'train.sampleEvery': 3,
  'sample.steps': 2, 'sample.count': 2, 'sample.captionLength': 8, 'engine.threads': 1, ...changes,
})

const trained = async (changes: Record<string, unknown>) => {
  const config = tiny(changes), messages: KernelMessage[] = []
  await trainRun({ run: 'r', config, directory: await mkdtemp(path.join(os.tmpdir(), 'run-')), resumeFrom: null }, new RunControl(), (message) => messages.push(message))
  expect(messages.at(-1)!.type).toBe('finished')
  const checkpoint = messages.findLast((message) => message.type === 'checkpoint')!
  const { tensors } = await loadCheckpoint(checkpoint.directory)
  const engine = createOnnxEngine({ threads: 1 })
  return { config, messages, model: new InferenceModel(config, engine, engine.createState(tensors), servingKind(config)) }
}

test('stories train on both of their pictures, and a second picture is drawn after a first', async () => {
  const { config, messages, model } = await trained({ 'data.stories': 1 })
  const dataset = await openDataset(config)
  const seen = messages.flatMap((message) => (message.type === 'step' ? [message.imagesSeen] : [])).at(-1)!
  expect([picturesOf(dataset.document('train', 0)).length, seen % 2]).toEqual([2, 0])
  const settings = { ...config.sample, seed: 1, temperature: 1 }
  const [first] = await drawImages(model, ['a red ring'], settings)
  const [story] = await generate(model, [['a red ring', first!, 'a blue disc']], { ...settings, next: 'image', single: true })
  expect(story!.parts.map(isPicture)).toEqual([true])
  await model.dispose()
})

test('edits train with their source as a condition, and are scored', async () => {
  const { config, messages, model } = await trained({ 'data.edits': 1 })
  const dataset = await openDataset(config)
  expect(textOf(dataset.document('train', 0))).toMatch(/^(make|turn|move) the /)
  for (const message of messages) if (message.type === 'step') expect(Number.isFinite(message.metrics['train.image'])).toBe(true)
  const { score, edits } = await scoreEdits(model, 3, 0)
  expect([score.count, edits.length]).toEqual([3, 3])
  expect(score.both).toBeLessThanOrEqual(Math.min(score.applied, score.kept))
  await model.dispose()
})

test('a run without edits is no editor, and shares or lengths that do not fit are refused in words', async () => {
  const { model } = await trained({})
  await expect(scoreEdits(model, 3, 0)).rejects.toThrow('Only a run on the edits of shapes can be scored as an editor')
  await model.dispose()
  expect(() => tiny({ 'data.edits': 0.6, 'data.stories': 0.6 })).toThrow('together they can be 1 at most')
  expect(() => tiny({ 'data.edits': 1, 'data.sequenceLength': 60 })).toThrow(/Two images and ⟨end of text⟩ are 37 elements.*raise it to at least 69/)
})
