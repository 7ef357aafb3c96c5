import { describe, expect, test } from 'vitest'
import { createSchedule } from '../diffusion/schedule.ts'
import { targetWeights } from '../diffusion/prediction.ts'
import { tinyConfig } from '../model/testModel.ts'
import { Random } from '../random/stream.ts'
import { EpsilonErrors, frozenNoise, gridTimestep } from './epsilonErrors.ts'

/** Pixels of one image, as many as make a level's mean exact to a few thousandths. */
const elements = 20_000

/** ε-MSE by noise level of a model that knows the law of its data, N(0, σ²), measured as a run's own. */
const measured = (config: ReturnType<typeof tinyConfig>, sigma: number, slope = 1): Map<number, number> => {
  const errors = new EpsilonErrors(config)
  const schedule = createSchedule(config.diffusion)
  for (let index = 0; index < 5; index++) {
    const key = { index, number: 0 }
    const { signal: a, noise: b } = schedule(gridTimestep(key, config.diffusion.timesteps))
    const weights = targetWeights(config.diffusion.prediction, { signal: a, noise: b })
    const clean = new Random({ seed: 1, stream: 'content', step: index }).fillNormal(new Float32Array(elements)).map((value) => sigma * value)
    const epsilon = frozenNoise(key).fillNormal(new Float32Array(elements))
    const noisy = clean.map((value, i) => a * value + b * epsilon[i]!)
    // E[x_0 | x_t] and E[ε | x_t], which are linear in x_t; a wrong slope stands for a model that has not converged.
    const share = slope / (sigma ** 2 * a ** 2 + b ** 2)
    const output = noisy.map((x) => weights.image * sigma ** 2 * a * share * x + weights.noise * b * share * x)
    errors.add(key, noisy, output, 1)
  }
  return errors.byLevel()
}

describe('the measured ε-MSE against the Bayes floor (facts 3.1, item 12)', () => {
  test.each([['epsilon', 0.5], ['epsilon', 1], ['v', 1], ['epsilon', 2]] as const)('%s, data N(0, %d²): a model that knows the law measures σ²ᾱ / (σ²ᾱ + 1 − ᾱ) at every level of the grid', (prediction, sigma) => {
    const config = tinyConfig({ 'diffusion.prediction': prediction })
    const schedule = createSchedule(config.diffusion)
    const levels = measured(config, sigma)
    expect([...levels.keys()]).toEqual([100, 300, 500, 700, 900])
    for (const [t, value] of levels) {
      const alphaBar = schedule(t).signal ** 2
      const floor = (sigma ** 2 * alphaBar) / (sigma ** 2 * alphaBar + 1 - alphaBar)
      // The mean of 20,000 squares of normal numbers is off by √(2 / 20,000) = 1 % of itself.
      expect(Math.abs(value / floor - 1)).toBeLessThan(0.04)
    }
  })

  test('a model that knows less is above it at every level', () => {
    const [best, worse] = [measured(tinyConfig(), 1), measured(tinyConfig(), 1, 0.8)]
    for (const [t, value] of worse) expect(value).toBeGreaterThan(best.get(t)!)
  })
})
