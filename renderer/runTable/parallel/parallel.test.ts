import { expect, it } from 'vitest'
import { runFields } from '../../../protocol/runFilter/index.ts'
import { parseConfig } from '../../../protocol/config/index.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import { rangeIn, withRange } from './rangeFilter.ts'
import { axesOf, isBrushable, placeOnAxis, valueAt } from './scales.ts'

it('writes a range into the filter, replaces it, takes it out, and leaves the rest', () => {
  const one = withRange('status = done', 'loss.lambda', [1, 5])
  expect(one).toBe('status = done and loss.lambda >= 1 and loss.lambda <= 5')
  const both = withRange(one, 'eval.text', [-0.5, 1e-7])
  expect(rangeIn(both, 'eval.text')).toEqual([-0.5, 1e-7])
  expect(withRange(both, 'loss.lambda', [2, 3])).toBe('status = done and eval.text >= -0.5 and eval.text <= 1e-7 and loss.lambda >= 2 and loss.lambda <= 3')
  expect(withRange(withRange(both, 'loss.lambda', null), 'eval.text', null)).toBe('status = done')
  expect(withRange(withRange('', 'loss.lambda', [1, 2]), 'loss.lambda', null)).toBe('')
  expect(withRange('crashed or failed', 'step', [1, 2])).toBe('(crashed or failed) and step >= 1 and step <= 2')
  expect(rangeIn('lossXlambda >= 1 and lossXlambda <= 2', 'loss.lambda')).toBeNull()
})

const run = (lambda: number, mask: string): RunRecord => ({ id: `${lambda}`, name: 'a', status: 'finished', tags: [], notes: '', config: parseConfig({ 'loss.lambda': lambda, mask }) }) as unknown as RunRecord
const figure = (): undefined => undefined

it('has an axis for each column in which the runs differ', () => {
  const runs = [run(1, 'causal'), run(5, 'transfusion'), run(3, 'causal')]
  const [lambda, mask, ...others] = axesOf(['name', 'status', 'loss.lambda', 'train.seed', 'mask', 'eval.text'].map((name) => runFields.get(name)!), runs, figure)
  expect(others).toEqual([])
  expect(runs.map((each) => placeOnAxis(lambda!, each, figure))).toEqual([0, 1, 0.5])
  expect(runs.map((each) => placeOnAxis(mask!, each, figure))).toEqual([0, 1, 0])
  expect([valueAt(lambda!, 0.33333), valueAt(lambda!, 2)]).toEqual([2.333, 5])
})

it('takes no range of days, which the filter would not read', () => {
  const runs = [run(1, 'causal'), run(5, 'causal')].map((each, i) => ({ ...each, created: i }))
  const axes = axesOf(['loss.lambda', 'created'].map((name) => runFields.get(name)!), runs, figure)
  expect(axes.map((axis) => [axis.field.name, isBrushable(axis)])).toEqual([['loss.lambda', true], ['created', false]])
})
