import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Events } from '../../../protocol/api.ts'
import type { AttentionReading, AttentionSpec, Perturbation } from '../../../protocol/inspection/index.ts'
import { openStore, type Store } from '../../store/store.ts'
import { exampleRun, temporaryFolder } from '../../store/testStore.ts'
import { createRunService } from './createRunService.ts'
import { writeExampleCheckpoint } from './exampleCheckpoint.ts'
import { createFakeKernels } from './fakeKernel.ts'
import { runFolder } from './resumePoint.ts'

/** A finished run, with whole checkpoints of some steps. */
const setUp = (...steps: number[]) => {
  const home = temporaryFolder()
  const { store } = openStore(join(home, 'lab.db'))
  store.runs.insert(exampleRun({ id: 'run', name: 'a run', status: 'finished' }))
  const folders = steps.map((step) => putCheckpoint(store, home, step))
  const kernels = createFakeKernels()
  const progress: Events['progress'][] = []
  const service = createRunService({ store, home, spawnKernel: kernels.spawnKernel, publish: (event, data) => void (event === 'progress' && progress.push(data as Events['progress'])), now: () => 1000 })
  onTestFinished(() => store.close())
  return { service, kernels, folders, progress, ready: () => kernels.newest.say({ type: 'ready' }) }
}
const putCheckpoint = (store: Store, home: string, step: number): string => {
  const written = writeExampleCheckpoint(runFolder(home, 'run'), step)
  store.checkpoints.put({ run: 'run', kind: 'cadence', pinned: false, created: 0, ...written })
  return written.directory
}

const spec: AttentionSpec = { run: 'a run', step: null, sequence: 2, noise: 0.3, mask: 'causal', average: 4, show: { layer: 0, head: 1 } }
const reading = { step: 20 } as AttentionReading
const perturbation = { changed: 'AA==' } as Perturbation

describe('inspect.attention', () => {
  it('asks the kernel for the last whole checkpoint, tells how far it is, and gives back what it says', async () => {
    const { service, kernels, folders, progress, ready } = setUp(10, 20)
    const answer = service.inspectAttention(spec)
    ready()
    const asked = kernels.newest.last('inspectAttention')
    expect(asked).toMatchObject({ checkpoint: folders[1], mask: 'causal', request: { sequence: 2, noise: 0.3, average: 4, show: { layer: 0, head: 1 } } })
    kernels.newest.say({ type: 'progress', id: asked.id, done: 1, total: 4 })
    kernels.newest.say({ type: 'attention', id: asked.id, reading })
    expect(await answer).toBe(reading)
    expect(progress).toEqual([{ run: 'run', stage: 'attention', done: 1, total: 4 }])
  })

  it('takes the checkpoint of the step that is asked for', async () => {
    const { service, kernels, folders, ready } = setUp(10, 20)
    void service.inspectAttention({ ...spec, step: 10 }).catch(() => {})
    ready()
    expect(kernels.newest.last('inspectAttention').checkpoint).toBe(folders[0])
  })

  it('refuses in a sentence: no checkpoint, no such step, no such run, and what the kernel refuses', async () => {
    await expect(setUp().service.inspectAttention(spec)).rejects.toThrow('Run "a run" has no whole checkpoint to look into; train it, or wait for its first checkpoint.')
    const { service, kernels, ready } = setUp(10, 20)
    await expect(service.inspectAttention({ ...spec, step: 15 })).rejects.toThrow('Run "a run" has no whole checkpoint at step 15; it has 10, 20.')
    await expect(service.inspectAttention({ ...spec, run: 'b' })).rejects.toThrow(/There is no run "b"/)
    const answer = service.inspectAttention(spec)
    ready()
    kernels.newest.say({ type: 'refused', id: kernels.newest.last('inspectAttention').id, reason: 'There is no head 9.' })
    await expect(answer).rejects.toThrow('There is no head 9.')
  })

  it('ends with the kernel', async () => {
    const { service, kernels, ready } = setUp(10)
    const answer = service.inspectAttention(spec)
    ready()
    kernels.newest.exit({ code: 1 })
    await expect(answer).rejects.toThrow(/reading the attention of a run|kernel/)
  })
})

describe('inspect.perturb', () => {
  it('perturbs a checkpoint of a run', async () => {
    const { service, kernels, folders, progress, ready } = setUp(10)
    const answer = service.perturb({ of: { run: 'run', step: null }, mask: null, sequence: 0, noise: 0.5 })
    ready()
    const asked = kernels.newest.last('inspectPerturbation')
    expect(asked).toMatchObject({ of: { checkpoint: folders[0] }, mask: null, sequence: 0, noise: 0.5 })
    kernels.newest.say({ type: 'progress', id: asked.id, done: 8, total: 64 })
    kernels.newest.say({ type: 'perturbed', id: asked.id, perturbation })
    expect([await answer, progress]).toEqual([perturbation, [{ run: 'run', stage: 'perturbation', done: 8, total: 64 }]])
  })

  it('perturbs a config, whose weights are random, and refuses what is none', async () => {
    const { service, kernels, ready } = setUp()
    const answer = service.perturb({ of: { config: { preset: 'nano' } }, mask: 'prefixLM', sequence: 1, noise: 0 })
    ready()
    const asked = kernels.newest.last('inspectPerturbation')
    expect(asked).toMatchObject({ of: { config: { model: { dim: 128 } } }, mask: 'prefixLM' })
    kernels.newest.say({ type: 'perturbed', id: asked.id, perturbation })
    expect(await answer).toBe(perturbation)
    await expect(service.perturb({ of: { config: { modle: 1 } }, mask: null, sequence: 0, noise: 0 })).rejects.toThrow('did you mean "model"')
    await expect(service.perturb({ of: { run: 'run', step: 3 }, mask: null, sequence: 0, noise: 0 })).rejects.toThrow('no whole checkpoint')
  })
})

describe('inspect.masks', () => {
  it('answers a layout at once, without a kernel', async () => {
    const { service, kernels } = setUp()
    expect(await service.inspectMasks({ of: { layout: 't2 i2x2 t3' }, masks: [] })).toMatchObject({ sequence: { used: 9 }, masks: [{ name: 'transfusion', allowed: 51 }] })
    await expect(service.inspectMasks({ of: { layout: 't2 x' }, masks: [] })).rejects.toThrow('"x" in the layout "t2 x" cannot be read')
    expect(kernels.kernels).toEqual([])
  })

  it('leaves to the kernel what would keep the host busy, and what needs a dataset', async () => {
    const { service, kernels, ready } = setUp()
    const long = { name: 'long', source: `({ q, k }) => ${Array.from({ length: 40 }, (_, i) => `q.index * k.index % ${i + 2} < 1`).join(' || ')}` }
    void service.inspectMasks({ of: { layout: 't4096' }, masks: [long] }).catch(() => {})
    ready()
    expect(kernels.newest.last('inspectMasks')).toMatchObject({ of: { layout: 't4096' }, masks: [long] })
    void service.inspectMasks({ of: { run: 'a run' }, masks: ['causal'], noise: 0.25 }).catch(() => {})
    expect(kernels.newest.last('inspectMasks')).toMatchObject({ of: { config: { mask: 'transfusion' } }, masks: ['causal'], sequence: 0, noise: 0.25 })
  })
})
