import { describe, expect, test } from 'vitest'
import type { RunConfig } from '../../protocol/config/index.ts'
import { laidImage } from '../data/laidDocument.ts'
import { pictureToPatches } from '../data/pixels.ts'
import { createSchedule } from '../diffusion/schedule.ts'
import { document, randomPicture, tinyConfig } from '../model/testModel.ts'
import { Random } from '../random/stream.ts'
import { noiseItems, trainingNoise } from './noising.ts'

const elements = 64 * 64 * 3
const config = tinyConfig({ 'image.size': 64, 'patch.size': 16 })

/** A picture whose every value is −1 or 1 with equal chance: unit-variance data. */
const coins = (index: number) => {
  const { width, height, pixels } = randomPicture(64, index)
  return laidImage(config, 0, { index, picture: { width, height, pixels: pixels.map((value) => (value < 128 ? 0 : 255)) } })
}

const noised = (t: number, of: RunConfig = config) => {
  const image = coins(t)
  const patches = new Float32Array(elements), target = new Float32Array(elements)
  const time = noiseItems(of, () => t, ({ index }) => new Random({ seed: 1, stream: 'noise', step: index }))(image, patches, target)
  return { x: patches, target, time, clean: pictureToPatches(image.picture!, 16) }
}

const meanSquare = (values: Float32Array): number => values.reduce((sum, value) => sum + value ** 2, 0) / values.length

describe('noising', () => {
  test.each([1, 250, 500, 750, 1000])('x_%i of unit-variance data has unit variance, and ε has', (t) => {
    const { x, target, time } = noised(t)
    expect(time).toBe(t / 1000)
    expect(Math.abs(meanSquare(x) - 1)).toBeLessThan(4 * Math.sqrt(2 / elements))
    expect(Math.abs(meanSquare(target) - 1)).toBeLessThan(4 * Math.sqrt(2 / elements))
  })

  test.each([200, 500, 800])('the oracle of ±1 data, x̂_0 = tanh(a·x / b²), measures its floor at t = %i: no target leaks into x_t', (t) => {
    const { signal: a, noise: b } = createSchedule(config.diffusion)(t)
    const { x, target, clean } = noised(t)
    const image = x.map((value) => Math.tanh((a * value) / b ** 2))
    const epsilonMse = meanSquare(x.map((value, i) => (value - a * image[i]!) / b - target[i]!))
    const imageMse = meanSquare(image.map((value, i) => value - clean[i]!))
    // E(1 − tanh²) = E(x_0 − x̂_0)² for the posterior mean.
    const floor = 1 - meanSquare(image)
    expect(Math.abs(imageMse - floor)).toBeLessThan(0.03)
    expect(epsilonMse).toBeCloseTo((a / b) ** 2 * imageMse, 4)
  })

  test.each([['epsilon', 0, 1], ['x0', 1, 0], ['flow', -1, 1]] as const)('the target of %s is %d·x_0 + %d·ε of the same ε', (prediction, image, noise) => {
    const epsilon = noised(300).target
    const { target, clean } = noised(300, { ...config, diffusion: { ...config.diffusion, prediction } })
    expect(Math.max(...target.map((value, i) => Math.abs(value - (image * clean[i]! + noise * epsilon[i]!))))).toBeLessThan(1e-6)
  })

  test('images before their caption have t up to the noise limit, others up to T; t and ε depend on seed and document alone', () => {
    const limited = tinyConfig({ 'diffusion.noiseLimit': 500 })
    const fill = trainingNoise(limited)
    const once = (order: 'captionFirst' | 'imageFirst', index: number) => {
      const patches = new Float32Array(192), target = new Float32Array(192)
      return { t: Math.round(1000 * fill(document(limited, 'a', order, index).items[0]!, patches, target)), target }
    }
    const times = (order: 'captionFirst' | 'imageFirst') => Array.from({ length: 400 }, (_, index) => once(order, index).t)
    const [capped, free] = [times('imageFirst'), times('captionFirst')]
    expect([Math.min(...capped) >= 1, Math.max(...capped) <= 500, Math.max(...capped) > 480]).toEqual([true, true, true])
    expect([Math.min(...free) >= 1, Math.max(...free) <= 1000, Math.max(...free) > 960]).toEqual([true, true, true])
    expect(once('captionFirst', 7)).toEqual(once('captionFirst', 7))
    expect(once('captionFirst', 7).target).toEqual(once('imageFirst', 7).target)
    expect(once('captionFirst', 7).target).not.toEqual(once('captionFirst', 8).target)
  })
})
