import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CheckpointRecord } from '../../../protocol/records.ts'
import { openStore } from '../../store/store.ts'
import { exampleRun, temporaryFolder } from '../../store/testStore.ts'
import { setLaterCheckpointsAside } from './asideCheckpoints.ts'
import { exampleCheckpoint } from './exampleCheckpoint.ts'
import { createKeeping } from './keeping.ts'
import { runFolder } from './resumePoint.ts'
import { bestCheckpoint, planRetention } from './retention.ts'

const record = (step: number, pinned = false): CheckpointRecord => ({ run: 'r', step, directory: `/${step}`, sha256: '', bytes: 100, kind: 'cadence', pinned, created: 0 })
const steps = (list: readonly CheckpointRecord[]): number[] => list.map(({ step }) => step)

describe('a retention policy', () => {
  it('keeps the newest, the best, the pinned and those of every N steps, and says why and what the rest frees', () => {
    const plan = planRetention([10, 20, 30, 40, 50, 60].map((step) => record(step, step === 20)), { keepLast: 2, every: 30 }, 10)
    expect(plan.keep.map(({ checkpoint, reasons }) => [checkpoint.step, ...reasons])).toEqual([[10, 'best'], [20, 'pinned'], [30, 'every'], [50, 'last'], [60, 'last', 'every']])
    expect([steps(plan.drop), plan.bytes]).toEqual([[40], 100])
  })

  it('never drops the last, the best or a pinned one, and loses none', () => {
    const list = fc.uniqueArray(fc.record({ step: fc.nat(100), pinned: fc.boolean() }), { selector: ({ step }) => step, minLength: 1 })
    fc.assert(fc.property(list, fc.integer({ min: 1, max: 5 }), fc.nat(20), fc.nat(200), (found, keepLast, every, at) => {
      const all = found.toSorted((a, b) => a.step - b.step).map(({ step, pinned }) => record(step, pinned))
      const best = all[at % all.length]!.step
      const plan = planRetention(all, { keepLast, every }, best)
      const gone = new Set(steps(plan.drop))
      expect([gone.has(all.at(-1)!.step), gone.has(best), all.some(({ step, pinned }) => pinned && gone.has(step))]).toEqual([false, false, false])
      expect([...plan.keep.map(({ checkpoint }) => checkpoint.step), ...gone].sort((a, b) => a - b)).toEqual(steps(all))
      expect(plan.bytes).toBe(100 * gone.size)
    }))
  })

  it('finds the best by the metric\'s own direction, by what was measured since the checkpoint before', () => {
    const all = [10, 20, 30].map((step) => record(step))
    const points = (...values: [number, number][]) => values.map(([step, value]) => ({ step, key: 'eval.epsilonMse', value }))
    expect(bestCheckpoint(all, points([10, 3], [18, 1], [20, 2], [30, NaN]), 'eval.epsilonMse')).toBe(20)
    expect(bestCheckpoint(all, points([5, 1]), 'eval.epsilonMse')).toBe(10)
    expect(bestCheckpoint(all, [{ step: 10, key: 'score.draw', value: 0.2 }, { step: 30, key: 'score.draw', value: 0.9 }], 'score.draw')).toBe(30)
    expect(bestCheckpoint(all, [], 'eval.text')).toBeNull()
    expect(() => bestCheckpoint(all, [], 'train.lr')).toThrow('says nothing of better or worse')
    expect(() => planRetention(all, { keepLast: 0, every: 0 }, null)).toThrow('must be 1 or more')
  })
})

it('pruning removes folders and records alike; pins last', () => {
  const home = temporaryFolder()
  const { store } = openStore(join(home, 'lab.db'))
  const run = exampleRun({ status: 'finished' })
  store.runs.insert(run)
  for (const step of [1, 2, 3, 4]) store.checkpoints.put(exampleCheckpoint(run.id, runFolder(home, run.id), step))
  store.metrics.add(run.id, [{ step: 2, key: 'eval.text', value: 0.5 }, { step: 4, key: 'eval.text', value: 0.6 }])
  const told: string[] = []
  const keeping = createKeeping({ home, store, find: () => run, publish: (event) => told.push(event) })
  keeping.pin(run.id, 1, true)
  expect(steps(keeping.plan(run.id, { keepLast: 1, every: 0 }).drop)).toEqual([3])
  expect(store.checkpoints.list(run.id)).toHaveLength(4)
  const { drop } = keeping.prune(run.id, { keepLast: 1, every: 0 })
  expect([steps(drop), steps(store.checkpoints.list(run.id))]).toEqual([[3], [1, 2, 4]])
  expect([existsSync(drop[0]!.directory), readdirSync(dirname(drop[0]!.directory))]).toEqual([false, ['step-00000001', 'step-00000002', 'step-00000004']])
  expect(told).toEqual(['checkpoint', 'checkpoint.removed'])
  expect(() => keeping.pin(run.id, 3, true)).toThrow('has no checkpoint of step 3; it has those of 1, 2, 4.')
  expect(() => keeping.plan(run.id, { keepLast: 1, every: 0 }, 'score.draw')).toThrow('was not measured')
  store.close()
})

it('what a resume set aside is counted and shown, and goes only when it is asked for', () => {
  const home = temporaryFolder()
  const { store } = openStore(join(home, 'lab.db'))
  const run = exampleRun({ status: 'finished' })
  store.runs.insert(run)
  const folder = runFolder(home, run.id)
  // Twice past step 2: the second time a checkpoint of step 3 is set aside beside the first.
  for (const steps of [[1, 2, 3, 4], [3]]) {
    for (const step of steps) exampleCheckpoint(run.id, folder, step)
    setLaterCheckpointsAside(folder, 2)
  }
  for (const step of [1, 2]) store.checkpoints.put(exampleCheckpoint(run.id, folder, step))
  const keeping = createKeeping({ home, store, find: () => run, publish: () => {} })
  const { aside, bytes } = keeping.prune(run.id, { keepLast: 2, every: 0 })
  expect([steps(keeping.plan(run.id, { keepLast: 1, every: 0 }).drop), aside.map(({ step }) => step), bytes]).toEqual([[1], [3, 3, 4], 0])
  const all = keeping.plan(run.id, { keepLast: 2, every: 0, aside: true })
  expect(all.bytes).toBe(aside.reduce((sum, each) => sum + each.bytes, 0))
  expect(all.bytes).toBeGreaterThan(0)
  keeping.prune(run.id, { keepLast: 2, every: 0, aside: true })
  expect(readdirSync(join(folder, 'checkpoints'))).toEqual(['step-00000001', 'step-00000002'])
  store.close()
})
