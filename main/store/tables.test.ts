import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import type { CheckpointRecord } from '../../protocol/records.ts'
import { openStoreReadOnly } from './store.ts'
import { examplePicture, exampleRun, temporaryStore } from './testStore.ts'

const withRun = () => {
  const { store, path } = temporaryStore()
  const run = exampleRun()
  store.runs.insert(run)
  return { store, path, run: run.id }
}

const checkpoint = (run: string, step: number, directory: string): CheckpointRecord =>
  ({ run, step, directory, sha256: 'a', bytes: 5, kind: 'cadence', pinned: false, created: 1 })

describe('runs', () => {
  it('come back as they went in', () => {
    const { store } = temporaryStore()
    const run = exampleRun({
      config: parseConfig({ preset: 'nano', 'loss.lambda': 3 }), userKeys: ['loss.lambda'], git: { sha: 'abc', dirty: true }, parameters: 7,
      engine: { engine: 'cpu', provider: 'CPU', adapter: '', threads: 2, versions: { ort: '1' } }, notebook: '/a "quoted".ts', reason: 'ε',
    })
    store.runs.insert(run)
    expect(store.runs.get(run.id)).toEqual(run)
    expect(store.runs.byConfig('hash')).toEqual([run])
  })

  it('change field by field, null included', () => {
    const { store, run } = withRun()
    store.runs.update(run, { status: 'crashed', reason: 'killed', expectedEnd: 12.6 })
    expect(store.runs.update(run, { reason: null })).toEqual(exampleRun({ status: 'crashed', expectedEnd: 13 }))
  })

  it('wait in the order of queueing, also when queued again', () => {
    const { store } = temporaryStore()
    for (const id of ['C', 'A', 'B']) store.runs.insert(exampleRun({ id }))
    store.runs.enqueue('C')
    expect(store.runs.queued().map(({ id }) => id)).toEqual(['A', 'B', 'C'])
  })

  it('are put in another order while they wait', () => {
    const { store } = temporaryStore()
    for (const id of ['A', 'B', 'C', 'D']) store.runs.insert(exampleRun({ id, status: id === 'B' ? 'running' : 'queued' }))
    store.runs.order(['D', 'B', 'nowhere', 'A'])
    expect(store.runs.queued().map(({ id }) => id)).toEqual(['D', 'A', 'C'])
  })

  it('go to the trash and come back', () => {
    const { store, run } = withRun()
    store.runs.trash(run, 5)
    expect(store.runs.list()).toEqual([])
    expect(store.runs.queued()).toEqual([])
    expect(store.runs.isTrashed(run)).toBe(true)
    store.runs.restore(run)
    expect(store.runs.list()).toHaveLength(1)
  })
})

describe('metrics', () => {
  it('keep every double, NaN and the infinities among them', () => {
    const { store, run } = withRun()
    fc.assert(fc.property(fc.double(), fc.nat(), (value, step) => {
      store.metrics.add(run, [{ step, key: 'x', value }])
      const [point] = store.metrics.read(run, ['x'], step - 1, 1e9)
      expect(point?.value === value || (Number.isNaN(value) && Number.isNaN(point?.value))).toBe(true)
    }))
    store.metrics.add(run, [{ step: 2 ** 40, key: 'x', value: -Infinity }, { step: 2 ** 40, key: 'y', value: NaN }])
    expect(store.metrics.last(run)).toEqual({ x: -Infinity, y: NaN })
  })

  it('are read by prefix, after a step', () => {
    const { store, run } = withRun()
    store.metrics.add(run, [1, 2, 3].flatMap((step) => ['train.loss', 'eval.text'].map((key) => ({ step, key, value: step }))))
    expect(store.metrics.read(run, ['train.'], 1, 100)).toEqual([2, 3].map((step) => ({ step, key: 'train.loss', value: step })))
    expect(store.metrics.read(run, [], 0, 100)).toEqual([])
  })
})

describe('media', () => {
  it('share bytes and keep their order', () => {
    const { store, run } = withRun()
    store.media.put(run, 5, 'sample', [examplePicture(1, 'b'), examplePicture(0, 'a')])
    const [first, second] = store.media.list(run)
    expect([first?.index, second?.index]).toEqual([0, 1])
    expect(store.media.bytes(first!.sha256)?.toString()).toBe('a')
    expect(store.media.bytes('0')).toBeNull()
    const [wave] = store.media.put(run, 6, 'sample', [{ ...examplePicture(0, 'curve'), wav: Buffer.from('sound') }])
    expect(store.media.bytes(wave!.wav!)?.toString()).toBe('sound')
    expect(first).not.toHaveProperty('wav')
  })

  it('append after what is there, each picture once', () => {
    const { store, run } = withRun()
    store.media.put(run, 5, 'sample', [examplePicture(0, 'a')])
    const appended = store.media.append(run, 5, 'sample', [examplePicture(0, 'b'), examplePicture(1, 'a')])
    expect(appended.map(({ index }) => index)).toEqual([1, 0])
    expect(store.media.list(run)).toHaveLength(2)
  })
})

it('what a run recorded after a step can be dropped, to be measured again', () => {
  const { store, path, run } = withRun()
  for (const step of [1, 2, 3]) {
    store.metrics.add(run, [{ step, key: 'x', value: step }])
    store.media.put(run, step, 'sample', [examplePicture(0, 'a')])
    store.checkpoints.put(checkpoint(run, step, join(path, '..', 'runs', `${step}`)))
  }
  store.truncateAfter(run, 2)
  expect(store.metrics.read(run, ['x'], 0, 10).map(({ step }) => step)).toEqual([1, 2])
  expect(store.media.list(run).map(({ step }) => step)).toEqual([1, 2])
  expect(store.checkpoints.list(run)).toEqual([1, 2].map((step) => checkpoint(run, step, join(path, '..', 'runs', `${step}`))))
})

it('cell outputs follow their notebook when it moves', () => {
  const { store } = temporaryStore()
  const output = { cell: 'c1', position: 0, contentHash: 'h', state: { status: 'done', stale: false, started: 1, ended: 2, outputs: [{ kind: 'text', text: 'ε' }] } } as const
  store.outputs.put('/a.ts', { ...output, state: { ...output.state, outputs: [...output.state.outputs] } })
  store.notebooks.trust('/a.ts')
  store.notebooks.opened('/b.ts', 1)
  store.notebooks.move('/a.ts', '/b.ts')
  expect(store.outputs.list('/b.ts')).toEqual([output])
  expect(store.notebooks.list()).toEqual([{ path: '/b.ts', trusted: true, opened: null }])
  store.outputs.replaceAll('/b.ts', [])
  expect(store.outputs.list('/b.ts')).toEqual([])
})

it('can be read while it is written', () => {
  const { store, path, run } = withRun()
  const reader = openStoreReadOnly(path)!
  store.runs.update(run, { step: 9 })
  expect(reader.runs.get(run)?.step).toBe(9)
  expect(() => reader.runs.update(run, { step: 10 })).toThrow(/readonly/)
  reader.close()
})
