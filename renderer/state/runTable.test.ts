import { expect, it } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { columnField, columnsShown, initialRunTable, initialView, metricsShown, movedColumn, orderedBy, readFilter, settingsThatDiffer, withColumn, withDifferences, withFigures, withSettings } from './runTable.ts'

it('keeps a filter that cannot be read as an error', () => {
  expect(readFilter('lamda > 1').error?.message).toContain('did you mean "lambda"?')
  expect(readFilter('lambda > 1').error).toBeNull()
})

it('knows which metrics a view needs: columns, order and filter', () => {
  const view = { ...initialView, columns: ['name', 'eval.text'], order: { field: 'eval.k1', descending: false } }
  expect(metricsShown(view, readFilter('epsilonMse < 1 eval.text > 0').filter)).toEqual(['eval.text', 'eval.k1', 'eval.epsilonMse'])
})

it('sorts by a press and turns round by the next: words from A, numbers from the largest', () => {
  const byName = orderedBy(initialView, 'name')
  expect(byName.order).toEqual({ field: 'name', descending: false })
  expect(orderedBy(byName, 'name').order.descending).toBe(true)
  expect(orderedBy(initialView, 'eval.text').order.descending).toBe(true)
})

it('takes columns in, out and along; the last one stays', () => {
  const one = { ...initialView, columns: ['name'] }
  expect(withColumn(one, 'name', false)).toBe(one)
  const two = withColumn(one, 'train.lr', true)
  expect(movedColumn(two, 'train.lr', -1).columns).toEqual(['train.lr', 'name'])
  expect(movedColumn(two, 'train.lr', 1)).toBe(two)
})

it('takes NaN from the wire as a value and null as none', () => {
  const { figures } = withFigures(initialRunTable, { runs: ['A', 'B', 'C'], values: { x: [1, null, 'NaN' as unknown as number] }, known: ['x'] }, Number)
  expect([...figures.get('x')!]).toEqual([['A', 1], ['C', NaN]])
})

it('takes a name that it does not know for a metric', () => expect(columnField('eval.k1').of).toBe('metric'))

it('shows the settings in which runs differ in place of those that it showed; seeds and masks are settings', () => {
  const run = (config: Record<string, unknown>) => ({ config: parseConfig(config) }) as RunRecord
  const settings = settingsThatDiffer([run({}), run({ 'model.layers': 2, mask: 'causal' }), run({ 'train.seed': 3 })])
  expect(settings.toSorted()).toEqual(['mask', 'model.layers', 'train.seed'])
  expect(withSettings({ ...initialView, columns: ['name', 'loss.lambda', 'mask', 'eval.text', 'step'] }, settings).columns).toEqual(['name', ...settings, 'eval.text', 'step'])
  expect(withSettings({ ...initialView, columns: ['name', 'mask'] }, ['train.lr']).columns).toEqual(['name', 'train.lr'])
  expect(settingsThatDiffer([run({}), run({})])).toEqual([])
  expect(settingsThatDiffer([])).toEqual([])
})

it('puts first what parts the runs most evenly, and the seed last', () => {
  const run = (config: Record<string, unknown>) => ({ config: parseConfig(config) }) as RunRecord
  const runs = [1, 5].flatMap((lambda) => [0, 1].map((seed) => run({ 'loss.lambda': lambda, 'train.seed': seed })))
  expect(settingsThatDiffer([...runs, run({ 'data.sequenceLength': 256, 'train.seed': 2 })])).toEqual(['loss.lambda', 'data.sequenceLength', 'train.seed'])
})

it('follows the rows while what differs is asked for, and keeps the chosen columns for afterwards', () => {
  const run = (config: Record<string, unknown>) => ({ config: parseConfig(config) }) as RunRecord
  const view = withDifferences({ ...initialView, columns: ['name', 'mask', 'eval.text'] })
  expect(columnsShown(view, [run({}), run({ 'loss.lambda': 1 })])).toEqual(['name', 'loss.lambda', 'eval.text'])
  expect(columnsShown(view, [run({}), run({})])).toEqual(['name', 'eval.text'])
  expect(withDifferences(view).columns).toEqual(['name', 'mask', 'eval.text'])
  expect(columnsShown(withDifferences(view), [])).toEqual(['name', 'mask', 'eval.text'])
})
