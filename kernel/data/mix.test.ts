import { expect, test } from 'vitest'
import type { Dataset } from './document.ts'
import { mixDatasets } from './mix.ts'
import { textDocument, textOf } from './segments.ts'

const part = (name: string, size: number): Dataset => ({
  name, sha256: name, problems: [{ file: name, reason: 'test' }], size: () => size,
  document: (split, index) => textDocument(`${name} ${split} ${index}`),
})
const mix = (seed = 1) => mixDatasets([{ dataset: part('a', 3), weight: 3 }, { dataset: part('b', 5), weight: 1 }], seed)

test('draws by weight, from the index alone', () => {
  const dataset = mix()
  const texts = Array.from({ length: 2000 }, (_, i) => textOf(dataset.document('train', i)))
  const share = texts.filter((text) => text.startsWith('a')).length / texts.length
  expect(Math.abs(share - 0.75)).toBeLessThan(0.04)
  for (const i of [1999, 0, 7]) expect(textOf(mix().document('train', i))).toBe(texts[i])
})

test('held-out documents are the same for every seed; training ones are not', () => {
  const texts = (seed: number, split: 'train' | 'heldOut') => Array.from({ length: 50 }, (_, i) => textOf(mix(seed).document(split, i)))
  expect(texts(1, 'heldOut')).toEqual(texts(2, 'heldOut'))
  expect(texts(1, 'train')).not.toEqual(texts(2, 'train'))
})

test('sums sizes, hashes and problems of its parts', () => {
  expect(mix().size('train')).toBe(8)
  expect(mixDatasets([{ dataset: part('a', 3), weight: 1 }, { dataset: part('s', Infinity), weight: 1 }], 0).size('train')).toBe(Infinity)
  expect(mix().problems).toHaveLength(2)
  expect(mix().sha256).not.toBe(mixDatasets([{ dataset: part('a', 3), weight: 1 }], 1).sha256)
})
