import { expect, it } from 'vitest'
import { exampleRun, temporaryStore } from './testStore.ts'

it('finds the first number that two runs do not share, bit for bit', () => {
  const { store } = temporaryStore()
  for (const id of ['A', 'B']) store.runs.insert(exampleRun({ id }))
  const add = (run: string, step: number, values: Record<string, number>): void => store.metrics.add(run, Object.entries(values).map(([key, value]) => ({ step, key, value })))
  for (const run of ['A', 'B']) {
    add(run, 1, { 'train.loss': 0.1, 'train.text': NaN })
    add(run, 2, { 'train.loss': 0.2, 'train.elementsPerSecond': run === 'A' ? 100 : 90 })
  }
  expect(store.metrics.agreement('A', 'B')).toEqual({ steps: 2, first: null })
  add('A', 4, { 'train.loss': 1, 'train.text': 1 })
  add('B', 4, { 'train.loss': 1 + Number.EPSILON, 'train.text': NaN })
  add('A', 5, { 'train.loss': 7 })
  expect(store.metrics.agreement('A', 'B')).toEqual({ steps: 3, first: { step: 4, key: 'train.loss', values: [1, 1 + Number.EPSILON] } })
  expect(store.metrics.agreement('B', 'A').first?.values).toEqual([1 + Number.EPSILON, 1])
})
