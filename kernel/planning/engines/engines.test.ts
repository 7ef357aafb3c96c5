import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseConfig } from '../../../protocol/config/index.ts'
import { tinyConfig } from '../../model/testModel.ts'
import { choiceSentence, isWorthMeasuring, ranked, threadCandidates } from './choice.ts'
import { EngineMemory } from './memory.ts'
import { measureEngines } from './measure.ts'
import { openEngineFor } from './open.ts'
import { comparedConfig, flopOf, lesserConfig, stepWords } from './step.ts'

const timed = (engine: string, milliseconds: number | null) => ({ engine, threads: 2, milliseconds, reason: null })

describe('which engine auto takes', () => {
  test('the fastest; what was not timed comes last', () => {
    expect(ranked([timed('a', null), timed('b', 20), timed('c', 3)]).map(({ engine }) => engine)).toEqual(['c', 'b', 'a'])
    expect(choiceSentence([timed('cpu', 3021.4)])).toBe('the only one that works here, cpu (2 threads) 3021 ms a step')
    expect(choiceSentence([timed('webgpu', 123.4), timed('cpu', 12.34), timed('cuda', null)])).toBe('fastest of cpu (2 threads) 12.3 ms, webgpu 123 ms a step')
  })

  test('threads: one per core and one per two, none twice', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 256 }), (cores) => {
      const found = threadCandidates(cores)
      return new Set(found).size === found.length && found[0] === cores && found.every((count) => count >= 1 && count <= cores)
    }), { seed: 1 })
  })

  test('a run of the nano preset is worth measuring, a tiny one is not', () => {
    const worth = (config: ReturnType<typeof parseConfig>): boolean => isWorthMeasuring(flopOf(config), config.train.steps)
    expect(worth(parseConfig({ preset: 'nano' }))).toBe(true)
    expect(worth(tinyConfig({ 'train.steps': 1000 }))).toBe(false)
  })

  test('a short step is compared whole, a long one made smaller, a lesser one is less', () => {
    const nano = parseConfig({ preset: 'nano' })
    expect(comparedConfig(nano)).toBe(nano)
    for (const preset of ['paper-0.16B', 'nanoVae', 'nano'] as const) {
      const compared = comparedConfig(parseConfig({ preset }))
      expect(flopOf(compared)).toBeLessThanOrEqual(1e11)
      expect(flopOf(lesserConfig(compared))).toBeLessThan(flopOf(compared))
    }
  })

  test('the words of a step tell steps of other sizes apart, and not runs of other seeds or rates', () => {
    const words = (changes: Record<string, unknown>): string => stepWords(parseConfig({ preset: 'nano', ...changes }))
    expect(words({ 'train.seed': 3, 'train.lr': 1e-3, 'train.steps': 7 })).toBe(words({}))
    for (const changes of [{ 'model.dim': 64 }, { 'train.batch': 8 }, { 'patch.size': 8 }, { 'data.sequenceLength': 96 }]) expect(words(changes)).not.toBe(words({}))
  })
})

describe('engines measured on this machine', () => {
  let folder: string, before: string | undefined
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lab-engines-'))
    before = process.env['TRANSFUSION_LAB_HOME']
    process.env['TRANSFUSION_LAB_HOME'] = folder
  })
  afterEach(() => {
    if (before === undefined) delete process.env['TRANSFUSION_LAB_HOME']
    else process.env['TRANSFUSION_LAB_HOME'] = before
    rmSync(folder, { recursive: true, force: true })
  })

  test('the CPU always has a time; every other engine has a time or a reason', async () => {
    const done: number[] = []
    const { times } = await measureEngines(tinyConfig({ 'engine.threads': 1 }), null, { onProgress: (count) => done.push(count) })
    expect(times[0]).toMatchObject({ milliseconds: expect.any(Number) as number })
    for (const { milliseconds, reason } of times) expect(milliseconds === null).toBe(reason !== null)
    expect(times.map(({ engine }) => engine).sort()).toEqual(['coreml', 'cpu', 'cuda', 'directml', 'tensorflow', 'webgpu'])
    expect(done.at(-1)).toBe(6)
  })

  test('what was measured is remembered by machine and step, and a damaged file is none', () => {
    const memory = new EngineMemory(folder)
    const found = { step: 'dim 8', times: [timed('cpu', 5)] }
    memory.keep(found)
    memory.keep({ step: 'dim 9', times: [] })
    expect(new EngineMemory(folder).recall('dim 8')).toEqual(found)
    expect(memory.recall('dim 10')).toBeNull()
    writeFileSync(path.join(folder, 'measured.json'), '{ damaged')
    expect(memory.recall('dim 8')).toBeNull()
  })

  test('an engine under which the process ended is not tried again until that is asked for', async () => {
    const memory = new EngineMemory(folder)
    await memory.trying('webgpu', async () => expect(memory.fatal).toBe('webgpu'))
    expect(memory.fatal).toBeNull()
    const ended = memory.trying('webgpu', () => new Promise(() => {}))
    void ended
    const reasons = async (retry: boolean): Promise<string | null> =>
      (await measureEngines(tinyConfig({ 'engine.threads': 1 }), new EngineMemory(folder), { retry, onProgress: () => {} })).times.find(({ engine }) => engine === 'webgpu')!.reason
    expect(await reasons(false)).toMatch(/its process ended when it was tried; "lab doctor --measure" tries it again/)
  })

  test('auto takes what is remembered as fastest, and the record says why', async () => {
    const config = parseConfig({ preset: 'nano' })
    new EngineMemory(path.join(folder, 'engines')).keep({ step: stepWords(comparedConfig(config)), times: [{ engine: 'cpu', threads: 1, milliseconds: 5, reason: null }, timed('webgpu', null)] })
    const { record } = await openEngineFor(config)
    expect(record).toMatchObject({ engine: 'cpu', threads: 1, chosen: 'the only one that works here, cpu (1 thread) 5.00 ms a step' })
  })

  test('a short run takes the CPU and measures nothing', async () => {
    const { record } = await openEngineFor(tinyConfig({ 'train.steps': 10 }))
    expect(record.engine).toBe('cpu')
    expect(record.chosen).toBeUndefined()
    expect(existsSync(path.join(folder, 'engines'))).toBe(false)
  })
})
