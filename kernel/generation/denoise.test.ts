import { describe, expect, test } from 'vitest'
import { createSchedule } from '../diffusion/schedule.ts'
import { samplingTimes } from '../diffusion/timesteps.ts'
import { tinyConfig } from '../model/testModel.ts'
import { Random } from '../random/stream.ts'
import { denoise } from './denoise.ts'

const config = tinyConfig({ 'sample.clip': false })
const schedule = createSchedule(config.diffusion)
const noise = (count: number): Float32Array => new Random({ seed: 1, stream: 'sampling' }).fillNormal(new Float32Array(count))
const variance = (values: Float32Array): number => values.reduce((sum, value) => sum + value ** 2, 0) / values.length

/** Draws with a model that knows the law of its data: `epsilon` says E[ε | x] of a value at time t. */
const drawn = async (x: Float32Array, sampler: 'ddim' | 'ddpm', steps: number, epsilon: (x: number, t: number) => number, { guidance = 1, onStep = () => {} }: { guidance?: number; onStep?: (done: number) => void } = {}): Promise<Float32Array> => {
  const random = new Random({ seed: 2, stream: 'sampling' })
  await denoise({ noisy: [x], randoms: [random], config, options: { guidance, steps, sampler }, onStep }, async (time) => () => x.map((value) => epsilon(value, time * 1000)))
  return x
}
const standardNormal = (x: number, t: number): number => schedule(t).noise * x
const point = 0.3
const pointMass = (x: number, t: number): number => (x - schedule(t).signal * point) / schedule(t).noise

describe('drawing with a model that knows the law of its data (facts 3.1, item 11)', () => {
  test.each([250, 50, 10])('DDIM, N(0, I): %i steps end at ∏ cos Δθ times what they began with, every element', async (steps) => {
    const times = samplingTimes(1000, steps, 1).map(schedule)
    // cos(θ_t − θ_s), where a = cos θ and b = sin θ.
    const factor = times.slice(1).reduce((product, s, i) => product * (s.signal * times[i]!.signal + s.noise * times[i]!.noise), 1)
    if (steps === 250) expect(factor).toBeCloseTo(0.99505, 5)
    const start = noise(64)
    const end = await drawn(start.slice(), 'ddim', steps, standardNormal)
    for (const [i, value] of end.entries()) expect(Math.abs(value / start[i]! - factor)).toBeLessThan(1e-5)
  })

  test('ancestral, N(0, I): 20,000 elements have variance 1 after every step but the last, which adds no noise', async () => {
    const x = noise(20_000), variances: number[] = []
    await drawn(x, 'ddpm', 20, standardNormal, { onStep: () => variances.push(variance(x)) })
    expect(variances.length).toBe(20)
    for (const value of variances.slice(0, -1)) expect(Math.abs(value - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000))
    // The last step takes x to E[x_0 | x] = a·x.
    expect(variances[19]! / (variances[18]! * schedule(50).signal ** 2)).toBeCloseTo(1, 5)
  })

  test.each([['ddim', 1], ['ddim', 7], ['ddpm', 1], ['ddpm', 7]] as const)('a point mass, %s, %i steps: the point', async (sampler, steps) => {
    // At t = T the signal is 5e-5, which divides the rounding of float32; later steps forget it.
    for (const value of await drawn(noise(64), sampler, steps, pointMass)) expect(Math.abs(value - point)).toBeLessThan(steps === 1 ? 0.01 : 1e-5)
  })

  test('branches that are equal: guidance changes nothing beyond rounding', async () => {
    const [one, five] = [await drawn(noise(64), 'ddim', 10, standardNormal), await drawn(noise(64), 'ddim', 10, standardNormal, { guidance: 5 })]
    one.forEach((value, i) => expect(five[i]).toBeCloseTo(value, 5))
  })
})
