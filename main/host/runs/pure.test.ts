import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../protocol/config/index.ts'
import { exampleRun, temporaryFolder } from '../../store/testStore.ts'
import { isIntact } from './checkpointCheck.ts'
import { configHash } from './configHash.ts'
import { diskTrouble } from './diskTrouble.ts'
import { exampleCheckpoint, writeExampleCheckpoint } from './exampleCheckpoint.ts'
import { exitReason } from './exitReason.ts'
import { findRun } from './findRun.ts'
import { nextRun, runToReuse } from './queue.ts'
import { setLaterCheckpointsAside } from './asideCheckpoints.ts'
import { resumePoint } from './resumePoint.ts'
import { runName, type NamedRun } from './runName.ts'
import { checkTransition, demand } from './transitions.ts'
import { userKeysOf } from './userKeys.ts'

describe('the end of a kernel in words', () => {
  it.each([
    [{ code: null, signal: 'SIGKILL', stderr: '' }, 400, 'The kernel was killed (SIGKILL), probably by the system for lack of memory; resume from step 400, or lower train.batch.'],
    [{ code: 137, signal: null, stderr: '' }, 400, 'The kernel was killed (SIGKILL), probably by the system for lack of memory; resume from step 400, or lower train.batch.'],
    [{ code: null, signal: 'SIGSEGV', stderr: '' }, null, 'The kernel crashed in native code (SIGSEGV); it had no checkpoint yet, so resuming starts from step 0.'],
    [{ code: 134, signal: null, stderr: 'FATAL ERROR: JavaScript heap out of memory\n' }, 3, 'The kernel ran out of memory; resume from step 3, or lower train.batch.'],
    [{ code: -1073741819, signal: null, stderr: '' }, 3, 'The kernel crashed in native code (access violation); resume from step 3.'],
    [{ code: 1, signal: null, stderr: '/a.ts:3\n  throw x\n\nTypeError: x is not a function\n    at y (/a.ts:3)\n\nNode.js v24\n' }, 3, 'The kernel stopped with TypeError: x is not a function; resume from step 3.'],
    [{ code: 7, signal: null, stderr: '' }, 3, 'The kernel stopped with exit code 7; resume from step 3.'],
    [{ code: 0, signal: null, stderr: '' }, undefined, 'The kernel ended by itself before its work was done.'],
    [{ code: null, signal: null, stderr: 'spawn /x ENOENT' }, undefined, 'The kernel stopped with spawn /x ENOENT.'],
  ])('%j', (exit, step, sentence) => expect(exitReason(exit, step)).toBe(sentence))
})

describe('a name', () => {
  const name = (input: Record<string, unknown>, taken: NamedRun[] = []) => runName(parseConfig(input), userKeysOf(input), taken)
  const called = (name: string, input: Record<string, unknown>): NamedRun => ({ name, config: parseConfig(input) })

  it('says what the user set, what is ablated most first', () => {
    expect(name({ preset: 'nano', loss: { lambda: 5 }, 'patch.size': 2, 'data.sequenceLength': 512 })).toBe('λ 5, patch 2, sequenceLength 512, seed 0')
    expect(name({ mask: 'causal', 'train.seed': 3, 'train.evalEvery': 7, 'model.qkNorm': true })).toBe('causal mask, qkNorm, seed 3')
  })

  it('has room for six keys, and counts the others', () => {
    const many = { loss: { lambda: 2 }, 'data.jitter': 0, 'data.maxObjects': 1, 'model.dim': 64, 'model.heads': 2, 'model.layers': 3, 'model.qkNorm': true, 'train.lr': 0.01 }
    expect(name(many)).toBe('λ 2, jitter 0, maxObjects 1, dim 64, heads 2, layers 3, 2 more keys, seed 0')
  })

  it('says the main things when the user set nothing, and is not used twice', () => {
    expect(name({ model: 'nano' })).toBe('shapes, λ 5, patch 4, seed 0')
    expect(name({}, [called(name({}), {}), called(`${name({})} #2`, {})])).toBe('shapes, λ 5, patch 4, seed 0 #3')
  })

  it('that a run of another config has says in what the two differ, as far as two keys; equal configs are counted', () => {
    const input = { 'model.dim': 128 }, dims = (config: Record<string, unknown>, taken: NamedRun[]) => runName(parseConfig(config), ['model.dim'], taken)
    const first = called('dim 128, seed 0', input), chameleon = { ...input, baseline: 'chameleon', 'autoencoder.kind': 'vq', 'image.autoencoder': 'some run' }
    expect(dims(chameleon, [first])).toBe('dim 128, chameleon, VQ-VAE, seed 0')
    expect(dims({ ...input, 'patch.codec': 'unet', 'sample.steps': 7, 'train.evalEvery': 9 }, [first])).toBe('dim 128, unet codec, seed 0')
    expect(dims({ ...input, 'loss.lambda': 1, mask: 'causal', 'patch.size': 8 }, [first])).toBe('dim 128, λ 1, patch 8, seed 0')
    expect(dims(chameleon, [first, called('dim 128, chameleon, VQ-VAE, seed 0', chameleon)])).toBe('dim 128, chameleon, VQ-VAE, seed 0 #2')
    expect(dims({ ...input, 'sample.steps': 7 }, [first])).toBe('dim 128, seed 0 #2')
  })
})

it('equal configs have equal hashes, however they were written', () => {
  expect(configHash(parseConfig({ loss: { lambda: 3 }, mask: 'causal' }))).toBe(configHash(parseConfig({ mask: 'causal', 'loss.lambda': 3 })))
  expect(configHash(parseConfig({ 'train.lr': 3e-4 }))).not.toBe(configHash(parseConfig({ 'train.lr': 3.0000001e-4 })))
})

describe('finding a run', () => {
  const runs = [exampleRun({ id: '01AB', name: 'one' }), exampleRun({ id: '01AC', name: 'two' }), exampleRun({ id: '02', name: 'two' })]

  it('takes an id, a prefix or a name', () => {
    expect(findRun(runs, '01ab').name).toBe('one')
    expect(findRun(runs, '02').id).toBe('02')
    expect(findRun(runs, 'one').id).toBe('01AB')
  })

  it('says which match, or what was meant', () => {
    expect(() => findRun(runs, '01')).toThrow('fits 2 runs: 01AB (one), 01AC (two); write more')
    expect(() => findRun(runs, 'two')).toThrow('fits 2 runs')
    expect(() => findRun(runs, 'onne')).toThrow('did you mean "one"?')
    expect(() => findRun([], 'one')).toThrow('nothing has been trained')
    expect(() => findRun(runs, '')).toThrow('There is no run ""')
  })
})

describe('the queue', () => {
  const runs = [exampleRun({ id: 'A' }), exampleRun({ id: 'B' })]

  it('takes the first that may start', () => {
    expect(nextRun(runs, () => true)?.id).toBe('A')
    expect(nextRun(runs, (id) => id === 'B')?.id).toBe('B')
    expect(nextRun([], () => true)).toBeNull()
  })

  it('shows a config that ran, goes on with one that ended early, and tries one anew that has no checkpoint', () => {
    const nowhere = (): boolean => false
    expect(runToReuse([exampleRun({ status: 'running' }), exampleRun({ id: 'F', status: 'finished' })], nowhere)?.id).toBe('F')
    expect(runToReuse([exampleRun({ status: 'crashed' }), exampleRun({ id: 'Q' })], () => true)?.id).toBe('Q')
    const ended = [exampleRun({ id: 'C', status: 'failed' }), exampleRun({ id: 'B', status: 'cancelled' }), exampleRun({ id: 'A', status: 'crashed' })]
    expect(runToReuse(ended, (run) => run !== 'C')?.id).toBe('B')
    expect(runToReuse(ended, nowhere)).toBeNull()
  })

  it('knows which status may follow which', () => {
    expect(() => checkTransition(exampleRun({ status: 'finished' }), 'running')).toThrow(/cannot go from finished to running/)
    expect(() => demand(exampleRun({ status: 'finished' }), ['running', 'paused'], 'stopped')).toThrow('Run "base" is finished and cannot be stopped; only a running or paused run can.')
  })
})

describe('where to resume', () => {
  it('is the newest recorded checkpoint that is whole', () => {
    const folder = temporaryFolder()
    expect(resumePoint([])).toBeNull()
    const checkpoints = [100, 200, 300, 400].map((step) => exampleCheckpoint('r', folder, step))
    truncateSync(join(checkpoints[1]!.directory, 'optimizer.safetensors'), 60)
    truncateSync(join(checkpoints[2]!.directory, 'state.json'), 3)
    rmSync(checkpoints[3]!.directory, { recursive: true })
    expect(resumePoint(checkpoints)).toBe(checkpoints[0])
  })

  it('is not one of which a byte has changed', () => {
    const folder = temporaryFolder()
    const checkpoints = [100, 200].map((step) => exampleCheckpoint('r', folder, step))
    const file = join(checkpoints[1]!.directory, 'model.safetensors')
    const bytes = readFileSync(file)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(file, bytes)
    expect(resumePoint(checkpoints)).toBe(checkpoints[1])
    expect(resumePoint(checkpoints, isIntact)).toBe(checkpoints[0])
  })

  it('leaves no later folder in the way, and deletes none', () => {
    const folder = temporaryFolder()
    for (const step of [100, 200, 300]) writeExampleCheckpoint(folder, step)
    mkdirSync(join(folder, 'checkpoints', '.step-00000400.a-b-c'))
    setLaterCheckpointsAside(folder, 100)
    writeExampleCheckpoint(folder, 200)
    setLaterCheckpointsAside(folder, 100)
    expect(readdirSync(join(folder, 'checkpoints')).sort()).toEqual(['step-00000100', 'step-00000200.aside', 'step-00000200.aside-2', 'step-00000300.aside'])
  })
})

it('a disk that fails is told in one sentence', () => {
  expect(diskTrouble(Object.assign(new Error(), { code: 'SQLITE_FULL' }), '/home/x')).toMatch(/^The disk that holds \/home\/x is full; .*\.$/)
  expect(diskTrouble(Object.assign(new Error(), { code: 'EACCES' }), '/home/x')).toMatch(/cannot be written/)
  expect(diskTrouble('ENOSPC: no space left on device, write', '/home/x')).toMatch(/is full/)
  expect(diskTrouble('ENOSPC: no space left on device, write', '/media/stick', 'export again')).toBe('The disk that holds /media/stick is full; free some space there, or choose another place, then export again.')
  expect(diskTrouble(new Error('other'), '/home/x')).toBeNull()
})
