import { expect, test } from 'vitest'
import { sceneOfPrompt } from './prompt.ts'

const object = { size: null, place: null }

test.each([
  ['a red ring', { objects: [{ ...object, shape: 'ring', colour: 'red' }], relations: [] }],
  ['A large triangle in cyan!', { objects: [{ shape: 'triangle', colour: 'cyan', size: 'large', place: null }], relations: [] }],
  ['a cross that is blue', { objects: [{ ...object, shape: 'cross', colour: 'blue' }], relations: [] }],
  ['top left: a red ring', { objects: [{ ...object, shape: 'ring', colour: 'red', place: 'top left' }], relations: [] }],
  ['a red ring in the middle', { objects: [{ ...object, shape: 'ring', colour: 'red', place: 'middle' }], relations: [] }],
  ['a red ring to the left of a blue square', {
    objects: [{ ...object, shape: 'ring', colour: 'red' }, { ...object, shape: 'square', colour: 'blue' }],
    relations: [{ subject: 0, relation: 'left of', of: 1 }],
  }],
  ['a red ring above a blue square and a green cross', {
    objects: [{ ...object, shape: 'ring', colour: 'red' }, { ...object, shape: 'square', colour: 'blue' }, { ...object, shape: 'cross', colour: 'green' }],
    relations: [{ subject: 0, relation: 'above', of: 1 }, { subject: 0, relation: 'above', of: 2 }],
  }],
])('reads "%s"', (text, asked) => {
  expect(sceneOfPrompt(text)).toEqual(asked)
})

test.each(['', 'a photo of a dog', 'a ring', 'red', 'a red ring and a square', 'left of above'])('cannot read "%s"', (text) => {
  expect(sceneOfPrompt(text)).toBeNull()
})
