import { expect, test } from 'vitest'
import { sceneOfPrompt } from '../data/shapes/prompt.ts'
import type { CheckedObject } from './sceneChecker.ts'
import { matchesPrompt } from './sceneCheckerVerdict.ts'

const ring: CheckedObject = { shape: 'ring', colour: 'red', size: 'small', cx: 0.3, cy: 0.5, extent: 0.28, confidence: 0.9 }
const square: CheckedObject = { shape: 'square', colour: 'blue', size: 'large', cx: 0.7, cy: 0.52, extent: 0.4, confidence: 0.9 }

const verdict = (prompt: string, ...objects: CheckedObject[]) => matchesPrompt({ objects }, sceneOfPrompt(prompt)!)

test('one object', () => {
  expect(verdict('a red ring', ring)).toEqual({ count: true, colours: true, shapes: true, pairs: true, sizes: null, places: null, relations: null, all: true })
  expect(verdict('a blue ring', ring)).toMatchObject({ count: true, colours: false, shapes: true, pairs: false, all: false })
  expect(verdict('a red ring', ring, square)).toMatchObject({ count: false, pairs: false })
  expect(verdict('a red ring')).toMatchObject({ count: false, pairs: false, all: false })
})

test('a blot has no shape', () => {
  expect(verdict('a red ring', { ...ring, confidence: 0.3 })).toMatchObject({ colours: true, shapes: false, pairs: false })
})

test('binding: right colours and shapes, wrongly paired', () => {
  expect(verdict('a blue ring and a red square', ring, square)).toMatchObject({ colours: true, shapes: true, pairs: false })
})

test('sizes, places and relations, where asked', () => {
  expect(verdict('a large blue square and a small red ring', ring, square)).toMatchObject({ sizes: true, all: true })
  expect(verdict('a small blue square and a small red ring', ring, square)).toMatchObject({ sizes: false, pairs: true, all: false })
  expect(verdict('a red ring at the left, a blue square at the right', ring, square)).toMatchObject({ places: true, all: true })
  expect(verdict('a blue square right of a red ring', ring, square)).toMatchObject({ relations: true, all: true })
  expect(verdict('a blue square above a red ring', ring, square)).toMatchObject({ relations: false, all: false })
})

test('objects alike may be taken in any order', () => {
  expect(verdict('a red ring at the right and a red ring at the left', ring, { ...ring, cx: 0.7 })).toMatchObject({ places: true, all: true })
})
