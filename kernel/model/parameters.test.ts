import { describe, expect, test } from 'vitest'
import { parseConfig, presetNames } from '../../protocol/config/index.ts'
import { countParameters, countParametersByPart, hiddenWidth, parameterSpecs } from './parameters.ts'
import { patchVector } from './patchVector.ts'
import { unetLevels } from './unet/levels.ts'

const billions = (n: number): number => n / 1e9

describe('the sizes of the paper\'s Table 2', () => {
  test.each([
    ['paper-0.16B', 16, 768, 12, 0.162, 3],
    ['paper-0.37B', 24, 1024, 16, 0.374, 3],
    ['paper-0.76B', 24, 1536, 24, 0.778, 3],
    ['paper-1.4B', 24, 2048, 16, 1.364, 3],
    ['paper-7B', 32, 4096, 32, 6.74, 2],
  ] as const)('%s: layers, width, heads, and the parameters that Llama\'s formula gives with 32,000 tokens', (preset, layers, dim, heads, expected, digits) => {
    const config = parseConfig({ preset })
    expect([config.model.layers, config.model.dim, config.model.heads]).toEqual([layers, dim, heads])
    const { transformer, text } = countParametersByPart(config, 32_000)
    const hidden = hiddenWidth(config.model)
    expect(transformer + text).toBe(2 * 32_000 * dim + layers * (4 * dim ** 2 + 3 * dim * hidden + 2 * dim) + dim)
    expect(Number(billions(transformer + text).toFixed(digits))).toBe(expected)
  })

  test('the linear codec over 2 × 2 latents of 8 channels, timestep embedding left out, is less than half a per cent of each', () => {
    for (const preset of ['paper-0.16B', 'paper-7B'] as const) {
      const { transformer, text } = countParametersByPart(parseConfig({ preset }), 32_000)
      const { dim } = parseConfig({ preset }).model
      expect((2 * 2 * 2 * 8 * dim) / (transformer + text)).toBeLessThan(0.005)
    }
  })

  test('a U-Net of 688 channels and two blocks adds the paper\'s 0.27 billion at every size, give or take its layers to the model\'s width', () => {
    for (const preset of presetNames.filter((name) => name.startsWith('paper-'))) {
      const config = parseConfig({ preset, image: { size: 32 }, patch: { size: 2, codec: 'unet', unetChannels: 688, unetBlocks: 2 } })
      const { patches } = countParametersByPart(config)
      const toModel = 2 * unetLevels(config).at(-1)!.channels * config.model.dim
      expect(billions(patches - toModel)).toBeGreaterThan(0.265)
      expect(billions(patches - toModel)).toBeLessThan(0.272)
    }
  })
})

test.each(presetNames)('the parts of %s add up to its parameters, and every name is there once', (preset) => {
  const config = parseConfig({ preset })
  const { transformer, text, patches } = countParametersByPart(config)
  expect(transformer + text + patches).toBe(countParameters(config))
  const names = parameterSpecs(config).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('a linear codec has (P + 1)·D and (D + 1)·P numbers, and its timestep network two layers over 64 sinusoids', () => {
  const config = parseConfig({ model: { dim: 16, heads: 2 }, patch: { size: 4 } })
  const P = patchVector(config)
  expect(countParametersByPart(config).patches).toBe((P + 1) * 16 + 17 * P + (64 + 1) * 2 * P + (2 * P + 1) * P)
})
