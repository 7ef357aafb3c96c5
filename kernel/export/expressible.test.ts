import { expect, test } from 'vitest'
import { hasWaves, presetNames, parseConfig, usesAutoencoder, type RunConfig } from '../../protocol/config/index.ts'
import { interopCases } from '../../tests/interop/cases.ts'
import { refuseInexpressible } from './expressible.ts'

test('every preset with linear patches of pixels and every case that is checked against PyTorch can be exported', () => {
  const linear = presetNames.map((preset) => parseConfig({ preset })).filter((config) => config.task === 'transfusion' && !usesAutoencoder(config) && !hasWaves(config) && config.patch.codec === 'linear')
  expect(linear.length).toBeGreaterThan(3)
  for (const config of linear) expect(() => refuseInexpressible(config)).not.toThrow()
  for (const config of Object.values(interopCases)) expect(() => refuseInexpressible(config)).not.toThrow()
})

test('an unknown codec, mask or key is refused by name; a key of training is not', () => {
  const config = parseConfig({})
  const changed = (changes: Record<string, unknown>): RunConfig => ({ ...config, ...changes }) as RunConfig
  expect(() => refuseInexpressible(changed({ patch: { size: 4, codec: 'unet' } }))).toThrow('model.py cannot express patch.codec = "unet" (it knows linear)')
  expect(() => refuseInexpressible(changed({ mask: 'window' }))).toThrow('model.py cannot express mask = "window"')
  expect(() => refuseInexpressible(changed({ model: { ...config.model, experts: 4 } }))).toThrow('model.py cannot express model.experts = 4; export safetensors, onnx, tfjs or labrun instead.')
  expect(() => refuseInexpressible(changed({ autoencoder: { kind: 'vq' } }))).toThrow('autoencoder.kind = "vq"')
  expect(() => refuseInexpressible(changed({ train: { ...config.train, somethingNew: 3 } }))).not.toThrow()
})

test.each([
  ['nanoVae', 'an autoencoder'], ['nanoVq', 'an autoencoder'], ['nanoLatents', 'a model on latents'], ['nanoChameleon', 'Chameleon\'s image tokens'], ['nanoWaves', 'a model of waves'],
] as const)('%s is refused: model.py cannot express %s', (preset, what) => {
  expect(() => refuseInexpressible(parseConfig({ preset }))).toThrow(`model.py cannot express ${what}; export safetensors, onnx, tfjs or labrun instead.`)
})

test('a model of text alone does not care what its images would be', () => {
  expect(() => refuseInexpressible({ ...interopCases['text']!, patch: { size: 4, codec: 'unet' } } as unknown as RunConfig)).not.toThrow()
})
