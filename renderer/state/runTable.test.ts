import { expect, it } from 'vitest'
import { columnField, initialRunTable, initialView, metricsShown, movedColumn, orderedBy, readFilter, withColumn, withFigures } from './runTable.ts'

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
