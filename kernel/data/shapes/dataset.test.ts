import { expect, test } from 'vitest'
import { openShapes } from './dataset.ts'
import { splitCombinations } from './heldOut.ts'
import type { Split } from '../document.ts'
import { sceneOfPrompt, type AskedObject } from './prompt.ts'
import { sameCombination, type Combination } from './vocabulary.ts'
import { picturesOf, textOf } from '../segments.ts'

const options = { maxObjects: 3, positions: 0.5, jitter: 1, heldOut: 0.1 }
const indices = Array.from({ length: 400 }, (_, i) => i)

test('a document depends on its split and index alone', () => {
  const dataset = openShapes(options, 32, 7)
  const later = openShapes(options, 32, 7)
  for (const split of ['train', 'heldOut'] as const) {
    for (const i of [5, 0, 1_000_000_000, 5]) expect(dataset.document(split, i)).toEqual(later.document(split, i))
  }
  expect(dataset.document('train', 3)).not.toEqual(dataset.document('train', 4))
})

test('training never shows a held-out combination; every held-out scene of one object is one', () => {
  const { heldOut } = splitCombinations(0.1)
  const dataset = openShapes({ ...options, maxObjects: 1 }, 16, 7)
  const named = (split: Split) => indices.map((i) => sceneOfPrompt(textOf(dataset.document(split, i)))!.objects[0]!).filter(({ size }) => size !== null)
  const isHeldOut = (object: AskedObject) => heldOut.some((combination) => sameCombination(combination, object as Combination))
  expect(named('train').length).toBeGreaterThan(100)
  expect(named('train').some(isHeldOut)).toBe(false)
  expect(named('heldOut').length).toBeGreaterThan(100)
  expect(named('heldOut').every(isHeldOut)).toBe(true)
})

test('another seed trains on other scenes and is measured on the same', () => {
  const [a, b] = [openShapes(options, 32, 1), openShapes(options, 32, 2)]
  expect(a.document('train', 0)).not.toEqual(b.document('train', 0))
  for (const i of indices.slice(0, 20)) expect(a.document('heldOut', i)).toEqual(b.document('heldOut', i))
})

test('honours maxObjects and positions', () => {
  const one = openShapes({ ...options, maxObjects: 1, positions: 0 }, 16, 0)
  const where = openShapes({ ...options, maxObjects: 1, positions: 1 }, 16, 0)
  const isPlaced = (text: string) => sceneOfPrompt(text)!.objects[0]!.place !== null
  for (const i of indices) expect(sceneOfPrompt(textOf(one.document('train', i)))!.objects).toHaveLength(1)
  expect(indices.some((i) => isPlaced(textOf(one.document('train', i))))).toBe(false)
  expect(indices.filter((i) => isPlaced(textOf(where.document('train', i)))).length).toBeGreaterThan(200)
})

test('without jitter there are 65 combinations at nine places, 585 training pictures in all, which a model can learn by heart; with jitter hardly two are alike', () => {
  const pictures = (jitter: number, count: number): number => {
    const dataset = openShapes({ maxObjects: 1, positions: 0, jitter, heldOut: 0.1 }, 24, 0)
    return new Set(Array.from({ length: count }, (_, i) => Buffer.from(picturesOf(dataset.document('train', i))[0]!.pixels).toString('base64'))).size
  }
  expect(splitCombinations(0.1).train.length).toBe(65)
  expect(pictures(0, 6000)).toBe(585)
  expect(pictures(1, 600)).toBeGreaterThan(590)
})

test('the hash is of the options', () => {
  expect(openShapes(options, 32, 1).sha256).toBe(openShapes({ ...options }, 32, 1).sha256)
  expect(openShapes(options, 32, 1).sha256).not.toBe(openShapes({ ...options, positions: 0 }, 32, 1).sha256)
})

test('a picture too small to be read is refused', () => {
  expect(() => openShapes(options, 8, 0)).toThrow('image.size is 8')
})
