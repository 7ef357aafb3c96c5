import { expect, test } from 'vitest'
import { forkChanges } from './fork.ts'
import { parseConfig } from './parse.ts'

const parent = parseConfig({ 'train.steps': 100 })

test('a fork lists what it changes', () => {
  expect(forkChanges(parent, parseConfig({ 'train.steps': 200, 'loss.lambda': 1, mask: 'causal' }), 100).sort()).toEqual(['loss.lambda', 'mask', 'train.steps'])
})

test('another architecture is refused in one sentence that names the keys', () => {
  expect(() => forkChanges(parent, parseConfig({ 'train.steps': 200, 'model.dim': 64, 'patch.size': 8 }), 100)).toThrow("cannot change model.dim, patch.size; train the new architecture from the start instead.")
  expect(() => forkChanges(parent, parent, 100)).toThrow('set train.steps above 100')
})
