import { expect, test } from 'vitest'
import { finiteDataset } from './finite.ts'
import { textDocument, textOf } from './segments.ts'

const keys = Array.from({ length: 30 }, (_, i) => `item ${i}`)
const open = (seed: number) =>
  finiteDataset({ name: 'test', sha256: '', problems: [], keys, document: (i) => textDocument(keys[i]!) }, 0.3, seed)
const epoch = (dataset: ReturnType<typeof open>, split: 'train' | 'heldOut', number: number) =>
  Array.from({ length: dataset.size(split) }, (_, i) => textOf(dataset.document(split, number * dataset.size(split) + i)))

test('an epoch holds every document once, each in its own order', () => {
  const dataset = open(1)
  const [first, second] = [epoch(dataset, 'train', 0), epoch(dataset, 'train', 1)]
  expect(first).not.toEqual(second)
  expect(first.toSorted()).toEqual(second.toSorted())
  expect(new Set(first).size).toBe(dataset.size('train'))
  expect(dataset.size('train') + dataset.size('heldOut')).toBe(30)
})

test('a document depends on its index alone, whatever was read before', () => {
  const dataset = open(1)
  for (const number of [9, 0, 5, 3, 7, 0]) expect(epoch(dataset, 'train', number)).toEqual(epoch(open(1), 'train', number))
})

test('held-out order is the same for every seed and epoch; training order is not', () => {
  expect(epoch(open(1), 'heldOut', 0)).toEqual(epoch(open(2), 'heldOut', 4))
  expect(epoch(open(1), 'train', 0)).not.toEqual(epoch(open(2), 'train', 0))
})
