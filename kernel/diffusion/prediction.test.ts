import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateWeights, targetWeights } from './prediction.ts'
import { createSchedule } from './schedule.ts'

const predictions = ['epsilon', 'v', 'x0', 'flow'] as const
const schedules = ['cosine', 'linear', 'straight'] as const
const value = fc.double({ min: -3, max: 3, noNaN: true })

describe('prediction types', () => {
  test.each(predictions.flatMap((prediction) => schedules.map((schedule) => [prediction, schedule] as const)))('%s on the %s schedule gives x_0 and ε back', (prediction, schedule) => {
    const mixOf = createSchedule({ timesteps: 1000, schedule })
    fc.assert(fc.property(fc.double({ min: 1, max: 999, noNaN: true }), value, value, (t, x0, epsilon) => {
      const mix = mixOf(t)
      const { image, noise } = targetWeights(prediction, mix)
      const x = mix.signal * x0 + mix.noise * epsilon, predicted = image * x0 + noise * epsilon
      const weights = estimateWeights(prediction, mix)
      expect(weights.image[0] * x + weights.image[1] * predicted).toBeCloseTo(x0, 8)
      expect(weights.noise[0] * x + weights.noise[1] * predicted).toBeCloseTo(epsilon, 8)
    }))
  })

  test('are, at equal signal and noise, the closed forms: ε, x_0, a·ε − b·x_0 and ε − x_0', () => {
    const mix = { signal: 0.6, noise: 0.8 }
    expect(targetWeights('epsilon', mix)).toEqual({ image: 0, noise: 1 })
    expect(targetWeights('x0', mix)).toEqual({ image: 1, noise: 0 })
    expect(targetWeights('v', mix)).toEqual({ image: -0.8, noise: 0.6 })
    expect(targetWeights('flow', mix)).toEqual({ image: -1, noise: 1 })
  })

  test('ε predicted where there is no signal says nothing of the image: x̂_0 = 0, ε̂ = x_t', () => {
    expect(estimateWeights('epsilon', { signal: 0, noise: 1 })).toEqual({ image: [0, 0], noise: [1, 0] })
  })

  test.each(['v', 'x0', 'flow'] as const)('%s still gives x_0 and ε back where there is no signal', (prediction) => {
    const mix = { signal: 0, noise: 1 }
    const { image, noise } = targetWeights(prediction, mix)
    const weights = estimateWeights(prediction, mix)
    const x0 = 0.7, epsilon = -1.3
    expect(weights.image[0] * epsilon + weights.image[1] * (image * x0 + noise * epsilon)).toBeCloseTo(x0, 12)
    expect(weights.noise[0] * epsilon + weights.noise[1] * (image * x0 + noise * epsilon)).toBeCloseTo(epsilon, 12)
  })
})
