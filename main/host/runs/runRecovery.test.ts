import { describe, expect, it } from 'vitest'
import type { Store } from '../../store/store.ts'
import { exampleRun } from '../../store/testStore.ts'
import { exampleCheckpoint } from './exampleCheckpoint.ts'
import { runFolder } from './resumePoint.ts'
import { config, origin, setUp } from './testRunService.ts'

it('a run that cannot be resumed keeps the steps that it had', async () => {
  const { service, store, begin, step, say } = setUp()
  const { id } = service.enqueue(config(1), origin)
  begin(id)
  step(id, 9)
  say({ type: 'failed', run: id, step: 9, reason: 'ENOSPC: no space left on device, write' })
  expect((await service.whenEnded(id)).reason).toMatch(/^The disk that holds .* is full/)
  service.resume(id)
  say({ type: 'failed', run: id, step: 0, reason: 'The dataset has changed.' })
  expect(store.runs.get(id)).toMatchObject({ status: 'failed', step: 9, reason: 'The dataset has changed.' })
})

describe('a kernel that crashes', () => {
  it('leaves a crashed run that resumes from its last checkpoint, its later numbers replaced', async () => {
    const { service, kernels, begin, step, checkpoint } = setUp()
    const [run, next] = [service.enqueue(config(1), origin), service.enqueue(config(2), origin)]
    begin(run.id)
    for (const at of [1, 2]) step(run.id, at)
    checkpoint(run.id, 2)
    for (const at of [3, 4]) step(run.id, at)
    kernels.newest.exit({ code: null, signal: 'SIGKILL' })
    expect(await service.whenEnded(run.id)).toMatchObject({ status: 'crashed', step: 4, reason: expect.stringContaining('resume from step 2, or lower train.batch.') as string })
    expect(kernels.kernels).toHaveLength(2)
    expect(kernels.newest.received).toEqual([])
    begin(next.id)
    service.resume(run.id)
    expect(service.find(run.id).status).toBe('queued')
    kernels.newest.say({ type: 'finished', run: next.id, step: 1 })
    expect(kernels.newest.last('train')).toMatchObject({ run: run.id, resumeFrom: expect.stringMatching(/step-00000002$/) as string })
    begin(run.id, 2)
    expect(service.metrics(run.id, ['train.loss'], 0, 9).map((point) => point.step)).toEqual([1, 2])
    step(run.id, 3)
    expect(service.metrics(run.id, ['train.loss'], 0, 9).map((point) => point.step)).toEqual([1, 2, 3])
  })
})

describe('a new host', () => {
  it('knows a finished run by its config although the app has learned keys since, whose defaults the run has', () => {
    const { service } = setUp((store) => store.runs.insert(exampleRun({ id: '1', status: 'finished', config: config(2), configHash: 'of fewer keys' })))
    expect(service.enqueue(config(2), origin)).toMatchObject({ id: '1', status: 'finished' })
  })

  const earlier = (store: Store, home: string): void => {
    for (const [id, status] of [['1', 'running'], ['2', 'preparing'], ['3', 'queued'], ['4', 'paused'], ['5', 'finished']] as const) store.runs.insert(exampleRun({ id, status, name: id }))
    store.checkpoints.put(exampleCheckpoint('1', runFolder(home, '1'), 400))
  }

  it('finds the runs of the last one crashed, and goes on with its queue', async () => {
    const { service, kernels } = setUp(earlier)
    expect(service.list().map(({ status }) => status)).toEqual(['finished', 'crashed', 'queued', 'crashed', 'crashed'])
    expect(service.find('1').reason).toBe('The app ended while this run was running; resume from step 400.')
    expect(service.notices).toHaveLength(3)
    await Promise.resolve()
    expect(service.find('3').status).toBe('preparing')
    expect(kernels.kernels).toHaveLength(1)
  })

  it('that has one thing to do leaves the queue to the app', async () => {
    const { service } = setUp(earlier, false)
    await Promise.resolve()
    const mine = service.enqueue(config(1), origin)
    expect(mine.status).toBe('preparing')
    expect(service.find('3').status).toBe('queued')
  })
})
