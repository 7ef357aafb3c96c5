import { expect, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { interopCases } from '../../tests/interop/cases.ts'
import { parameterSpecs } from '../model/parameters.ts'
import { randomParameters, tinyConfig } from '../model/testModel.ts'
import { fromLlama, toLlama } from './llamaNames.ts'

const byName = (parameters: ReturnType<typeof randomParameters>, config: ReturnType<typeof tinyConfig>) =>
  Object.fromEntries(toLlama(parameters, config).map(({ name, ...tensor }) => [name, tensor]))

test.each(Object.keys(interopCases))('%s: to exported names and back gives the same parameters', (name) => {
  const config = interopCases[name]!
  const parameters = randomParameters(config)
  expect(fromLlama(byName(parameters, config), config)).toEqual(parameters)
})

test.each(['nanoUnet', 'nanoWaves', 'nanoChameleon', 'nanoLatents', 'nanoVae', 'nanoVq'] as const)('%s: what no other model has keeps its own name and shape, and all comes back', (preset) => {
  const config = parseConfig({ preset, 'model.dim': 16, 'model.layers': 1, 'model.heads': 2, 'model.mlpHidden': 16, 'patch.unetChannels': 4 })
  const parameters = randomParameters(config)
  const exported = byName(parameters, config)
  expect(fromLlama(exported, config)).toEqual(parameters)
  if (config.task === 'transfusion') expect(Object.keys(exported)).toContain('model.layers.0.self_attn.q_proj.weight')
})

test('every element is exported exactly once', () => {
  const config = interopCases['x0']!
  const parameters = randomParameters(config)
  const ours = Object.values(parameters).flatMap(({ data }) => [...data]).sort()
  expect(toLlama(parameters, config).flatMap(({ data }) => [...data]).sort()).toEqual(ours)
  expect(parameterSpecs(config)).toHaveLength(Object.keys(parameters).length)
})

test('q, k and v are the columns of the joint matrix, one after another, with rows and columns exchanged', () => {
  const config = tinyConfig()
  const parameters = randomParameters(config)
  const joint = parameters['layers.1.attention.qkv']!
  const all = byName(parameters, config)
  for (const [i, part] of ['q', 'k', 'v'].entries()) {
    const { shape, data } = all[`model.layers.1.self_attn.${part}_proj.weight`]!
    expect(shape).toEqual([16, 16])
    expect(data[3 * 16 + 5]).toBe(joint.data[5 * 48 + i * 16 + 3]) // out 3, in 5
  }
})

test('a missing tensor and one of another shape are named', () => {
  const config = tinyConfig()
  const all = byName(randomParameters(config), config)
  const { 'lm_head.weight': head, ...rest } = all
  expect(() => fromLlama(rest, config)).toThrow('The tensor lm_head.weight is missing')
  expect(() => fromLlama({ ...rest, 'lm_head.weight': { ...head!, shape: [16, 260] } }, config)).toThrow('lm_head.weight has the shape [16, 260], and this config needs [260, 16]')
})
