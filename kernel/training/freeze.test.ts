import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { changeConfig, groupOf, parameterGroups, parseConfig } from '../../protocol/config/index.ts'
import { parameterSpecs } from '../model/parameters.ts'
import { sameBits, tinyConfig } from '../model/testModel.ts'
import { loadCheckpoint, type Checkpoint } from './checkpoint.ts'
import { saveCheckpoint } from './saveCheckpoint.ts'
import { RunControl } from './control.ts'
import { trainRun } from './run.ts'
import { initialState, trainState } from './trainProgram.ts'

const temporaryFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'freeze-'))

const parentConfig = tinyConfig({ 'image.size': 16, 'train.ema': 0.9, 'train.steps': 3, 'train.batch': 2, 'train.warmup': 0, 'train.evalBatches': 1, 'sample.steps': 1, 'sample.count': 1, 'sample.captionLength': 2, 'data.sequenceLength': 64 })

test('a fork leaves frozen groups bit for bit, averages included, and keeps no moments of them; the others it trains', async () => {
  const folder = temporaryFolder()
  const run = async (config: typeof parentConfig, name: string, forkFrom?: string): Promise<{ directory: string; checkpoint: Checkpoint }> => {
    const directory = path.join(folder, name, 'checkpoints', `step-${String(config.train.steps).padStart(8, '0')}`)
    await trainRun({ run: name, config, directory: path.join(folder, name), resumeFrom: null, ...(forkFrom === undefined ? {} : { forkFrom }) }, new RunControl(), () => {})
    return { directory, checkpoint: await loadCheckpoint(directory) }
  }
  const parent = await run(parentConfig, 'parent')
  const config = changeConfig(parentConfig, { 'train.steps': 6, 'train.freeze': ['text', 'attention'] })
  const child = await run(config, 'child', parent.directory)
  for (const { name } of parameterSpecs(config)) {
    const frozen = config.train.freeze.includes(groupOf(name))
    for (const kind of ['param', 'ema']) {
      const [before, after] = [parent, child].map(({ checkpoint }) => checkpoint.tensors[`${kind}/${name}`]!.data)
      expect(sameBits(before!, after!), `${kind}/${name}`).toBe(frozen)
    }
    expect(`m/${name}` in child.checkpoint.tensors).toBe(!frozen)
  }
  // Thawed again, it starts with fresh moments.
  const again = await run(changeConfig(parentConfig, { 'train.steps': 7 }), 'thawed', child.directory)
  expect(sameBits(again.checkpoint.tensors['param/tokenEmbedding']!.data, child.checkpoint.tensors['param/tokenEmbedding']!.data)).toBe(false)
})

test('each parameter is in one group, and freezing that group leaves nothing of it but itself', () => {
  const config = tinyConfig()
  const groups = new Set(parameterSpecs(config).map(({ name }) => groupOf(name)))
  expect([...groups].sort()).toEqual(['attention', 'mlp', 'norms', 'patches', 'text'])
  for (const group of groups) {
    const state = trainState(changeConfig(config, { 'train.freeze': [group] }))
    for (const { name } of parameterSpecs(config)) expect([`param/${name}` in state, `m/${name}` in state, `v/${name}` in state]).toEqual([true, groupOf(name) !== group, groupOf(name) !== group])
  }
  expect([...new Set(parameterSpecs(parseConfig({ preset: 'nanoVq' })).map(({ name }) => groupOf(name)))].sort()).toEqual(['codebook', 'decoder', 'encoder'])
})

test('freezing all of a model, or what it does not have, is refused in words', async () => {
  const all = tinyConfig({ 'image.size': 16, 'train.freeze': parameterGroups.slice(0, 5) })
  const { directory } = await saveCheckpoint(temporaryFolder(), { config: all, tensors: initialState(all), step: 0, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: '' })
  await expect(trainRun({ run: 'r', config: all, directory: temporaryFolder(), resumeFrom: null, forkFrom: directory }, new RunControl(), () => {})).rejects.toThrow('which is all of the model')
  expect(() => tinyConfig({ 'train.freeze': ['encoder'] })).toThrow('train.freeze names encoder, which a transformer does not have; take it out.')
})
