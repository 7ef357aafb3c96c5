import { expect, test } from 'vitest'
import type { HostTensors } from '../engine/engine.ts'
import { randomParameters, tinyConfig } from '../model/testModel.ts'
import { forkState } from './fork.ts'
import { initialState } from './trainProgram.ts'

const parent = tinyConfig()
const random = Object.fromEntries(Object.entries(randomParameters(parent)).map(([name, tensor]) => [`param/${name}`, tensor]))
const tensors: HostTensors = { ...initialState(parent), ...random, 'm/norm': { ...initialState(parent)['m/norm']!, data: new Float32Array(16).fill(3) } }

test('a fork has its parent\'s weights and moments, and starts the average at them', () => {
  const state = forkState({ tensors, step: 5 }, tinyConfig({ 'train.ema': 0.9, 'loss.lambda': 1, mask: 'causal' }))
  expect(state['param/norm']).toBe(tensors['param/norm'])
  expect(state['ema/norm']).toBe(tensors['param/norm'])
  expect([...state['m/norm']!.data]).toEqual(Array(16).fill(3))
})

test('another architecture, and no step that is left, are refused in words', () => {
  expect(() => forkState({ tensors, step: 5 }, tinyConfig({ 'model.dim': 32 }))).toThrow('has no tokenEmbedding of the shape [260, 32] that this config needs')
  expect(() => forkState({ tensors, step: 5 }, tinyConfig({ 'train.steps': 5 }))).toThrow('no step would be left')
})
