import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { parseConfig } from '../../../protocol/config/index.ts'
import { measureDefaults } from '../../../protocol/measurements.ts'
import { examplePicture } from '../../store/testStore.ts'
import { runFolder } from './resumePoint.ts'
import { config, engine, origin, setUp } from './testRunService.ts'

describe('a run', () => {
  it('goes from the queue to its end, with everything it reports kept and told', async () => {
    const { service, kernels, events, say, begin, step, checkpoint } = setUp()
    const run = service.enqueue(config(3), { ...origin, userKeys: ['loss.lambda'] })
    expect(run).toMatchObject({ status: 'preparing', name: 'λ 3, seed 0', started: 1000 })
    begin(run.id)
    expect(kernels.newest.last('train')).toMatchObject({ run: run.id, resumeFrom: null })
    step(run.id, 1)
    step(run.id, 2)
    say({ type: 'evaluation', run: run.id, step: 2, metrics: { 'eval.text': NaN } })
    expect(service.metrics(run.id, ['train.'], 0, 100).map(({ value }) => value)).toEqual([1, 0.5])
    expect(service.find(run.id)).toMatchObject({ status: 'running', step: 2, elementsSeen: 20, imagesSeen: 2, expectedEnd: 1060, engine, datasetHash: 'd', parameters: 5 })
    say({ type: 'pictures', run: run.id, step: 2, key: 'sample', pictures: [examplePicture(0, 'png', 'a red ring')] })
    const directory = checkpoint(run.id, 2)
    say({ type: 'finished', run: run.id, step: 2 })
    expect(await service.whenEnded(run.id)).toMatchObject({ status: 'finished', reason: null, ended: 1000, expectedEnd: null })
    expect(service.lastMetrics(run.id)).toEqual({ 'train.loss': 0.5, 'eval.text': NaN })
    expect(service.media(run.id)).toMatchObject([{ key: 'sample', text: 'a red ring' }])
    expect(service.checkpoints(run.id)).toMatchObject([{ step: 2, directory }])
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['run', 'kernel', 'metrics', 'media', 'checkpoint']))
    expect(events.filter(({ event }) => event === 'metrics')).toHaveLength(1)
  })

  it('is one at a time, and equal configs are one run unless asked again', () => {
    const { service, begin, say } = setUp()
    const first = service.enqueue(config(1), origin)
    const second = service.enqueue(config(2), origin)
    expect(second.status).toBe('queued')
    expect(service.enqueue(config(1), origin).id).toBe(first.id)
    expect(service.enqueue(config(2), origin).id).toBe(second.id)
    begin(first.id)
    say({ type: 'finished', run: first.id, step: 1 })
    expect(service.find(second.id).status).toBe('preparing')
    expect(service.enqueue(config(1), origin)).toMatchObject({ id: first.id, status: 'finished' })
    expect(service.enqueue(config(1), origin, true).id).not.toBe(first.id)
  })

  it('that was stopped goes on from its last checkpoint when its config is asked for again', async () => {
    const { service, kernels, begin, say, checkpoint, step } = setUp()
    const { id } = service.enqueue(config(1), origin)
    begin(id)
    step(id, 1)
    service.stop(id)
    checkpoint(id, 1)
    say({ type: 'stopped', run: id, step: 1 })
    await service.whenEnded(id)
    expect(service.enqueue(config(1), origin)).toMatchObject({ id, status: 'preparing', reason: null, step: 1 })
    expect(kernels.newest.last('train')).toMatchObject({ run: id, resumeFrom: expect.stringMatching(/step-00000001$/) as string })
  })

  it('that ended without a checkpoint is a new run when its config is asked for again', async () => {
    const { service, begin, say } = setUp()
    const { id } = service.enqueue(config(1), origin)
    begin(id)
    say({ type: 'failed', run: id, step: 0, reason: 'No memory.' })
    await service.whenEnded(id)
    expect(service.enqueue(config(1), origin).id).not.toBe(id)
    expect(service.enqueue(config(1), origin, true).status).toBe('queued')
  })

  it('waits in the order that it is put in, and not at all starts while the queue is held', async () => {
    const { service, begin, say } = setUp()
    const queued = (lambda: number) => service.enqueue(config(lambda), origin)
    const [first, second, third] = [queued(1), queued(2), queued(3)]
    service.orderQueue([third.id])
    service.holdQueue(true)
    expect(service.queue()).toEqual({ runs: [third.id, second.id], held: true })
    begin(first.id)
    say({ type: 'finished', run: first.id, step: 1 })
    await service.whenEnded(first.id)
    expect(service.find(third.id).status).toBe('queued')
    service.holdQueue(false)
    expect([third.id, second.id].map((id) => service.find(id).status)).toEqual(['preparing', 'queued'])
    for (const { id } of [third, second]) {
      begin(id)
      say({ type: 'finished', run: id, step: 1 })
    }
    expect(service.queue().runs).toEqual([])
  })

  it('pauses, goes on and stops with its checkpoint kept', async () => {
    const { service, kernels, begin, say, checkpoint } = setUp()
    const { id } = service.enqueue(config(1), origin)
    expect(() => service.pause(id)).toThrow(/is preparing and cannot be paused/)
    begin(id)
    service.pause(id)
    say({ type: 'paused', run: id, step: 3 })
    expect(service.find(id).status).toBe('paused')
    service.continue(id)
    say({ type: 'continued', run: id, step: 3 })
    service.stop(id)
    expect(kernels.newest.received.map(({ type }) => type)).toEqual(['train', 'pause', 'continue', 'stop'])
    checkpoint(id, 4)
    say({ type: 'stopped', run: id, step: 4 })
    expect(await service.whenEnded(id)).toMatchObject({ status: 'cancelled', reason: 'Stopped by you.', step: 4 })
    expect(service.resume(id).status).toBe('preparing')
    expect(kernels.newest.last('train').resumeFrom).toMatch(/step-00000004$/)
  })

  it('stops by its own rule, with the reason, and keeps its checkpoint', async () => {
    const { service, kernels, begin, say, step } = setUp()
    const run = service.enqueue(parseConfig({ 'train.stopPlateau': 1 }), origin)
    begin(run.id)
    for (const [at, value] of [[1, 0.5], [2, 0.6]] as const) {
      step(run.id, at)
      say({ type: 'evaluation', run: run.id, step: at, metrics: { 'eval.epsilonMse': value } })
    }
    expect(kernels.newest.received.at(-1)).toEqual({ type: 'stop' })
    say({ type: 'stopped', run: run.id, step: 2 })
    expect(await service.whenEnded(run.id)).toMatchObject({ status: 'cancelled', reason: 'Stopped by train.stopPlateau: ε-MSE was best at step 1, 1 evaluation ago.' })
  })

  it('paused by its kernel has the reason until it trains again, from an earlier step', async () => {
    const { service, begin, say } = setUp()
    const { id } = service.enqueue(config(1), origin)
    begin(id)
    say({ type: 'step', run: id, step: 5, metrics: { 'train.loss': 1 }, elementsSeen: 5, imagesSeen: 5, millisecondsLeft: 0 })
    say({ type: 'paused', run: id, step: 5, reason: 'The device was lost.' })
    expect(service.find(id)).toMatchObject({ status: 'paused', reason: 'The device was lost.', step: 5 })
    service.continue(id)
    say({ type: 'started', run: id, step: 3, parameters: 1, engine, datasetHash: 'h', problems: [] })
    expect(service.find(id)).toMatchObject({ status: 'running', reason: null, step: 3 })
    say({ type: 'finished', run: id, step: 7 })
  })

  it('asked twice to stop, ends at once', async () => {
    const { service, kernels, begin } = setUp()
    const { id } = service.enqueue(config(1), origin)
    begin(id)
    service.stop(id)
    service.stop(id)
    expect(kernels.newest.killed).toBe(true)
    expect(await service.whenEnded(id)).toMatchObject({ status: 'cancelled', reason: 'Stopped by you. It had no checkpoint yet.' })
  })

  it('leaves the queue when stopped there, and cannot be stopped after its end', async () => {
    const { service } = setUp()
    service.enqueue(config(1), origin)
    const { id } = service.enqueue(config(2), origin)
    service.stop(id)
    expect(await service.whenEnded(id)).toMatchObject({ status: 'cancelled' })
    expect(() => service.stop(id)).toThrow(/is cancelled and cannot be stopped/)
  })

  it('that fails says why, and the next one starts', async () => {
    const { service, begin, say } = setUp()
    const [bad, good] = [service.enqueue(config(1), origin), service.enqueue(config(2), origin)]
    begin(bad.id)
    say({ type: 'failed', run: bad.id, step: 7, reason: 'The loss is NaN at step 7.' })
    expect(await service.whenEnded(bad.id)).toMatchObject({ status: 'failed', step: 7, reason: 'The loss is NaN at step 7.' })
    expect(service.find(good.id).status).toBe('preparing')
  })
})

it('a run under way gives a sign of life within ten seconds, whatever its kernel does', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { service, events, begin, say } = setUp()
  const { id } = service.enqueue(config(1), origin)
  begin(id)
  const told = events.length
  vi.advanceTimersByTime(10_000)
  expect(events.length).toBeGreaterThan(told)
  say({ type: 'finished', run: id, step: 1 })
  const after = events.length
  vi.advanceTimersByTime(20_000)
  expect(events).toHaveLength(after)
})

it('numbers wait a quarter of a second at most for their transaction', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { service, store, events, begin, step } = setUp()
  const { id } = service.enqueue(config(1), origin)
  begin(id)
  for (let at = 1; at <= 100; at++) step(id, at)
  expect(store.metrics.last(id)).toEqual({})
  vi.advanceTimersByTime(250)
  expect(store.metrics.last(id)).toEqual({ 'train.loss': 0.01 })
  expect(events.filter(({ event }) => event === 'metrics')).toHaveLength(1)
})

it('files that could not be read are told, listed beside the run, and kept with it once however often it starts', () => {
  const { service, store, home, events, say, kernels } = setUp()
  const { id } = service.enqueue(config(1), origin)
  say({ type: 'ready' })
  const problems = [{ file: 'a.png', reason: 'it is empty' }, { file: 'b.png', reason: 'it is a text' }]
  say({ type: 'started', run: id, step: 0, parameters: 5, engine, datasetHash: 'd', problems })
  const text = '2 files, such as a.png, were skipped: it is empty; Data beside the config lists all that cannot be used.'
  expect(events).toContainEqual({ event: 'remark', data: { run: id, text } })
  expect(JSON.parse(readFileSync(join(runFolder(home, id), 'skipped-files.json'), 'utf8'))).toEqual(problems)
  say({ type: 'remark', run: id, text: 'The latent cache is made anew.' })
  kernels.newest.exit({ code: 1 })
  service.resume(id)
  say({ type: 'started', run: id, step: 0, parameters: 5, engine, datasetHash: 'd', problems })
  expect(store.runs.get(id)).toMatchObject({ status: 'running', remarks: [text, 'The latent cache is made anew.'] })
  expect(events.filter(({ event }) => event === 'remark')).toHaveLength(3)
})

it('what is asked of a checkpoint comes back as pictures of the run', async () => {
  const { service, say, checkpoint, begin, kernels } = setUp()
  const { id } = service.enqueue(config(1), origin)
  begin(id)
  await expect(service.sample(id, { prompts: ['x'], seed: 0 })).rejects.toThrow(/has no whole checkpoint/)
  const directory = checkpoint(id, 5)
  const sampled = service.sample(id, { prompts: ['x'], seed: 0 })
  const asked = kernels.newest.last('sample')
  expect(asked).toMatchObject({ checkpoint: directory, request: { prompts: ['x'] } })
  say({ type: 'sampled', id: asked.id, pictures: [examplePicture(0, 'p', 'x')] })
  const [picture] = await sampled
  expect(picture).toMatchObject({ run: id, step: 5, key: 'sample', text: 'x' })
  expect(service.picture(picture!.sha256)?.toString()).toBe('p')
  const scored = service.score(id, 64, 1)
  const half = { shape: 1, colour: 0.5, both: 0.25 }
  say({ type: 'scored', id: kernels.newest.last('score').id, score: { count: 64, draw: half, caption: half }, pictures: [] })
  expect((await scored).score.draw).toEqual(half)
  expect(service.lastMetrics(id)).toEqual({ 'score.draw': 0.25, 'score.caption': 0.25 })
})

it('what is measured becomes metrics at the step of the checkpoint that was asked for', async () => {
  const { service, say, checkpoint, begin, kernels } = setUp()
  const { id } = service.enqueue(config(1), origin)
  begin(id)
  const early = checkpoint(id, 5), late = checkpoint(id, 9)
  const answer = async (step: number | undefined, value: number): Promise<string> => {
    const measured = service.measure(id, { ...measureDefaults, what: ['captions'] }, step)
    const asked = kernels.newest.last('measure')
    say({ type: 'measured', id: asked.id, numbers: { 'measure.cider': value } })
    expect(await measured).toEqual({ 'measure.cider': value })
    return asked.checkpoint
  }
  expect(await answer(undefined, 3)).toBe(late)
  expect(await answer(5, 2)).toBe(early)
  expect(service.metrics(id, ['measure.'], -1, 10).map(({ step, value }) => [step, value])).toEqual([[5, 2], [9, 3]])
  await expect(service.measure(id, { ...measureDefaults, what: ['heldOut'] }, 6)).rejects.toThrow(/has no checkpoint at step 6; it has them at 5, 9\./)
})

it('a run can be renamed, thrown away and brought back', () => {
  const { service } = setUp()
  service.enqueue(config(1), origin)
  const { id } = service.enqueue(config(2), origin)
  service.rename(id, ' mine ')
  expect(service.find('mine').id).toBe(id)
  expect(() => service.rename(id, ' ')).toThrow(/needs a name/)
  service.remove(id)
  expect(service.list()).toHaveLength(1)
  service.restore(id)
  expect(service.find('mine').status).toBe('cancelled')
  expect(() => service.restore(id)).toThrow(/in the trash/)
})

it('a full disk stops the run with one sentence, and loses nobody who waits', async () => {
  const { service, store, kernels, begin, step, say } = setUp()
  const { id } = service.enqueue(config(1), origin)
  begin(id)
  step(id, 1)
  const full = Object.assign(new Database.SqliteError('database or disk is full', 'SQLITE_FULL'))
  store.metrics.add = () => { throw full }
  service.lastMetrics(id)
  expect(kernels.newest.last('stop')).toBeDefined()
  say({ type: 'stopped', run: id, step: 1 })
  expect(await service.whenEnded(id)).toMatchObject({ status: 'failed', reason: expect.stringMatching(/^The disk that holds .* is full;/) as string })
})

it('closing stops the run after a checkpoint and leaves it resumable', async () => {
  const { service, kernels, begin, say } = setUp()
  const { id } = service.enqueue(config(1), origin)
  begin(id)
  const closed = service.close()
  expect(kernels.newest.last('stop')).toBeDefined()
  say({ type: 'stopped', run: id, step: 1 })
  await closed
  expect(service.find(id)).toMatchObject({ status: 'cancelled', reason: 'The app was closed; resuming goes on from the last checkpoint.' })
  expect(kernels.newest.last('shutdown')).toBeDefined()
})
