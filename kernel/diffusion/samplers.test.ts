import { describe, expect, test } from 'vitest'
import { Random } from '../random/stream.ts'
import { targetWeights, type Prediction } from './prediction.ts'
import { ddim, ddpm, type Sampler } from './samplers.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import { samplingTimes } from './timesteps.ts'

/** ᾱ = cos²(t/T · π/2), without Nichol & Dhariwal's adjustments. */
const plainCosine: Schedule = (t) => ({ signal: Math.cos((t / 1000) * (Math.PI / 2)), noise: Math.sin((t / 1000) * (Math.PI / 2)) })
const cosine = createSchedule({ timesteps: 1000, schedule: 'cosine' })
const linear = createSchedule({ timesteps: 1000, schedule: 'linear' })
const straight = createSchedule({ timesteps: 1000, schedule: 'straight' })

/** Says the same number whenever it is asked. */
class Constant extends Random {
  readonly #value: number

  constructor(value: number) {
    super({ seed: 0, stream: 'sampling' })
    this.#value = value
  }

  override normal(): number {
    return this.#value
  }
}

/** One step on a single number, with E[ε | x] of N(0, 1) data as the prediction. */
const stepOf = (sampler: Sampler, schedule: Schedule, x: number, t: number, s: number, noise: number): number => {
  const values = Float32Array.of(x)
  const { signal, noise: b } = schedule(t)
  sampler({ x: values, prediction: Float32Array.of((b * x) / (signal ** 2 + b ** 2)), t, s }, new Constant(noise))
  return values[0]!
}

/** Walks from T to 0 with the oracle of N(0, 1) data. */
const walk = (schedule: Schedule, steps: number): number => {
  const times = samplingTimes(1000, steps, 1)
  return times.slice(0, -1).reduce((x, t, i) => stepOf(ddim(schedule, 'epsilon'), schedule, x, t, times[i + 1]!, 0), 1)
}

describe('DDIM with the oracle ε̂ = √(1 − ᾱ)·x of N(0, I) data scales x_T by ∏ cos Δθ', () => {
  test.each([[250, 0.99508], [50, 0.97562], [10, 0.88348]])('plain cosine, %i steps: %d', (steps, factor) => {
    expect(Math.abs(walk(plainCosine, steps) - factor)).toBeLessThan(1e-5)
    expect(walk(plainCosine, steps)).toBeCloseTo(Math.cos(Math.PI / 2 / steps) ** steps, 5)
  })

  test('the cosine schedule of Nichol & Dhariwal, 250 steps: .99505', () => expect(walk(cosine, 250)).toBeCloseTo(0.99505, 5))
})

describe('ancestral sampling with the oracle of N(0, I) data', () => {
  test.each([['cosine', 250, cosine], ['cosine', 1000, cosine], ['linear', 50, linear], ['plain cosine', 10, plainCosine]] as const)('%s, %i steps: unit variance goes to unit variance at every step but the last, which adds no noise', (_, steps, schedule) => {
    const times = samplingTimes(1000, steps, 1)
    const sampler = ddpm(schedule, 'epsilon')
    times.slice(0, -1).forEach((t, i) => {
      const s = times[i + 1]!
      const share = stepOf(sampler, schedule, 1, t, s, 0), spread = stepOf(sampler, schedule, 0, t, s, 1)
      if (s > 0) expect(share ** 2 + spread ** 2).toBeCloseTo(1, 6)
      else expect([share, spread]).toEqual([Math.fround(schedule(t).signal), 0].map((value) => expect.closeTo(value, 6)))
    })
  })

  test('between neighbouring timesteps is algorithm 2 of Ho et al. 2020: (x − β/√(1 − ᾱ)·ε̂)/√α, variance β', () => {
    for (const t of [2, 10, 500, 900, 999]) {
      const alphaBar = linear(t).signal ** 2, beta = 1 - alphaBar / linear(t - 1).signal ** 2
      const values = Float32Array.of(0.7)
      ddpm(linear, 'epsilon')({ x: values, prediction: Float32Array.of(-0.3), t, s: t - 1 }, new Constant(1.1))
      expect(values[0]).toBeCloseTo((0.7 - (beta / Math.sqrt(1 - alphaBar)) * -0.3) / Math.sqrt(1 - beta) + Math.sqrt(beta) * 1.1, 5)
    }
  })
})

describe('point-mass data', () => {
  const schedules = { cosine, linear, straight }
  const cases = (['epsilon', 'v', 'x0', 'flow'] as const).flatMap((prediction) => (['cosine', 'linear', 'straight'] as const).map((schedule) => [prediction, schedule] as const))

  test.each(cases)('%s, %s: one DDIM step from any t recovers the point', (prediction: Prediction, name) => {
    const schedule = schedules[name]
    const point = 0.37
    for (const t of [1, 250, 500, 750, 990]) {
      const mix = schedule(t)
      const { image, noise } = targetWeights(prediction, mix)
      for (const epsilon of [-1.5, 0, 0.8]) {
        const x = Float32Array.of(mix.signal * point + mix.noise * epsilon)
        ddim(schedule, prediction)({ x, prediction: Float32Array.of(image * point + noise * epsilon), t, s: 0 }, new Constant(0))
        // x and the prediction are rounded to float32; dividing by the signal enlarges that.
        expect(Math.abs(x[0]! - point)).toBeLessThan(3e-7 / mix.signal)
      }
    }
  })

  test('DDIM on the straight schedule with flow prediction is Euler\'s method: x_s = x_t + (s − t)/T · u', () => {
    const x = Float32Array.of(0.25)
    ddim(straight, 'flow')({ x, prediction: Float32Array.of(-1.5), t: 800, s: 700 }, new Constant(0))
    expect(x[0]).toBeCloseTo(0.25 + 0.1 * 1.5, 6)
  })

  test('a DDIM step to the same time changes nothing', () => {
    for (const schedule of [cosine, linear, straight]) {
      const x = Float32Array.of(0.25)
      ddim(schedule, 'v')({ x, prediction: Float32Array.of(-1.5), t: 600, s: 600 }, new Constant(0))
      expect(x[0]).toBeCloseTo(0.25, 6)
    }
  })
})

describe('sampling times', () => {
  test('250 steps of 1000 are 1000, 996, …, 4, 0', () => {
    expect(samplingTimes(1000, 250, 1)).toEqual(Array.from({ length: 251 }, (_, i) => expect.closeTo(1000 - 4 * i, 9)))
  })

  test('go from T to 0 and fall at every step under any shift; a shift above 1 spends more of them at high noise', () => {
    for (const shift of [0.5, 1, 3]) {
      const times = samplingTimes(1000, 50, shift)
      expect([times[0], times[50]]).toEqual([1000, 0])
      for (let i = 1; i < times.length; i++) expect(times[i]).toBeLessThan(times[i - 1]!)
    }
    expect(samplingTimes(1000, 2, 3)).toEqual([1000, 750, 0])
  })
})
