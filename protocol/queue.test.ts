import { expect, it } from 'vitest'
import { parseConfig } from './config/index.ts'
import { durationOf, endOf, expectedDuration, pacesOf, queueEnd } from './queue.ts'
import type { RunRecord } from './records.ts'

const run = (id: string, config: Record<string, unknown>, changes: Partial<RunRecord> = {}): RunRecord => ({
  id, name: id, tags: [], notes: '', notebook: null, cell: null, config: parseConfig(config), configHash: id, userKeys: [], status: 'queued', reason: null, remarks: [], step: 0,
  elementsSeen: 0, imagesSeen: 0, parameters: null, expectedEnd: null, engine: null, datasetHash: null, git: null, appVersion: '0', parentRun: null, parentStep: null,
  created: 0, started: null, ended: null, heartbeat: null, ...changes,
})
const done = (id: string, milliseconds: number): RunRecord => run(id, { 'train.steps': 100 }, { status: 'finished', step: 100, started: 0, ended: milliseconds })

it('takes the median pace of runs of the same shape, whatever their λ and seed', () => {
  const known = pacesOf([done('a', 1000), done('b', 2000), done('c', 90_000)])
  expect(expectedDuration(run('x', { 'train.steps': 50, 'loss.lambda': 3, 'train.seed': 4 }), known)).toBe(1000)
  expect(expectedDuration(run('x', { 'train.steps': 50 }, { step: 25 }), known)).toBe(500)
  expect(expectedDuration(run('x', { 'train.steps': 50, 'model.layers': 9 }), known)).toBeNull()
})

it('adds what runs and what waits, and counts what it knows nothing of', () => {
  const running = run('r', {}, { status: 'running', expectedEnd: 1500 })
  const waiting = [run('x', { 'train.steps': 50 }), run('y', { 'model.layers': 9 })]
  expect(queueEnd(running, waiting, pacesOf([done('a', 2000)]), 1000)).toEqual({ end: 1000 + 500 + 1000, unknown: 1 })
  expect(queueEnd(undefined, [], new Map(), 1000)).toEqual({ end: 1000, unknown: 0 })
})

it('takes the pace of the run in training where none of its shape has finished', () => {
  const running = run('r', { 'train.steps': 100, 'loss.lambda': 1 }, { status: 'running', step: 60, expectedEnd: 1400 })
  const waiting = [run('x', { 'train.steps': 100, 'loss.lambda': 5 }), run('y', { 'model.layers': 9 })]
  expect(queueEnd(running, waiting, new Map(), 1000)).toEqual({ end: 1000 + 400 + 1000, unknown: 1 })
  expect(queueEnd(running, waiting, pacesOf([done('a', 2000)]), 1000)).toEqual({ end: 1000 + 400 + 2000, unknown: 1 })
})

it('knows when some of the runs will be done: not those behind them, but those before', () => {
  const running = run('r', {}, { status: 'running', expectedEnd: 1500 })
  const waiting = ['x', 'y', 'z'].map((id) => run(id, { 'train.steps': 50 }))
  const known = pacesOf([done('a', 2000)])
  expect(endOf(new Set(['y']), running, waiting, known, 1000)).toEqual({ end: 1000 + 500 + 2 * 1000, unknown: 0 })
  expect(endOf(new Set(['r']), running, waiting, known, 1000)).toEqual({ end: 1500, unknown: 0 })
  expect(endOf(new Set(['a']), running, waiting, known, 1000)).toBeNull()
})

it('adds up what is not queued yet', () => {
  expect(durationOf([parseConfig({ 'train.steps': 50 }), parseConfig({ 'model.layers': 9 })], pacesOf([done('a', 2000)]))).toEqual({ milliseconds: 1000, unknown: 1 })
})
