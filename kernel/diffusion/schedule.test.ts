import { describe, expect, test } from 'vitest'
import { alphaBars, cosineBetas, createSchedule, linearBetas } from './schedule.ts'

const cosine = alphaBars(cosineBetas(1000))
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

describe('the cosine schedule of 1000 timesteps (Nichol & Dhariwal 2021)', () => {
  test.each([
    [1, 0.9999587], [100, 0.972093], [250, 0.847012], [500, 0.493844], [750, 0.144272], [900, 0.0240917], [999, 2.4288e-6], [1000, 2.4288e-9],
  ])('ᾱ_%i = %d', (t, expected) => expect(Math.abs(cosine[t]! / expected - 1)).toBeLessThan(2e-5))

  test('β_1 = 4.1284e-5 and β_1000 = 0.999, the largest', () => {
    const betas = cosineBetas(1000)
    expect(Math.abs(betas[0]! / 4.1284e-5 - 1)).toBeLessThan(1e-4)
    expect(betas[999]).toBe(0.999)
    expect(Math.max(...betas)).toBe(0.999)
  })

  test('mean ᾱ over t = 1 … 1000 is .495578, over 1 … 500 is .812452', () => {
    expect(mean(cosine.subarray(1))).toBeCloseTo(0.495578, 6)
    expect(mean(cosine.subarray(1, 501))).toBeCloseTo(0.812452, 6)
  })

  test('ᾱ is f(t) / f(0) with f = cos²((t/T + s) / (1 + s) · π/2) until β is clipped', () => {
    const f = (t: number): number => Math.cos(((t / 1000 + 0.008) / 1.008) * (Math.PI / 2)) ** 2
    for (let t = 0; t < 999; t++) expect(cosine[t]! / (f(t) / f(0))).toBeCloseTo(1, 10)
  })
})

const names = ['cosine', 'linear', 'straight'] as const

describe('every schedule', () => {
  test.each(names)('%s: signal falls and noise rises at every step, from clean at 0', (schedule) => {
    const mix = createSchedule({ timesteps: 1000, schedule })
    expect(mix(0)).toEqual({ signal: 1, noise: 0 })
    for (let t = 1; t <= 1000; t++) {
      expect(mix(t).signal).toBeLessThan(mix(t - 1).signal)
      expect(mix(t).noise).toBeGreaterThan(mix(t - 1).noise)
    }
  })

  test.each(['cosine', 'linear'] as const)('%s: signal² + noise² = 1, also between whole timesteps, so unit-variance data stays at unit variance', (schedule) => {
    const mix = createSchedule({ timesteps: 1000, schedule })
    for (let t = 0; t <= 1000; t += 0.25) expect(mix(t).signal ** 2 + mix(t).noise ** 2).toBeCloseTo(1, 14)
  })

  test.each(names)('%s: a fractional t lies between its neighbours', (schedule) => {
    const mix = createSchedule({ timesteps: 50, schedule })
    for (let t = 0; t < 50; t++) {
      expect(mix(t + 0.5).signal).toBeLessThan(mix(t).signal)
      expect(mix(t + 0.5).signal).toBeGreaterThan(mix(t + 1).signal)
    }
  })

  test('straight: x_t is (1 − t/T)·x_0 + (t/T)·ε', () => {
    expect(createSchedule({ timesteps: 1000, schedule: 'straight' })(250)).toEqual({ signal: 0.75, noise: 0.25 })
  })

  test.each([['cosine', cosineBetas], ['linear', linearBetas]] as const)('%s: q(x_t | x_0) in closed form has the moments of the chain q(x_t | x_{t−1}) walked step by step', (schedule, betasOf) => {
    const mix = createSchedule({ timesteps: 1000, schedule })
    let share = 1, variance = 0
    betasOf(1000).forEach((beta, i) => {
      share *= Math.sqrt(1 - beta)
      variance = (1 - beta) * variance + beta
      const { signal, noise } = mix(i + 1)
      expect(signal / share).toBeCloseTo(1, 10)
      expect(noise ** 2 / variance).toBeCloseTo(1, 10)
    })
  })

  test('linear at 1000 timesteps has the β of Ho et al. 2020: 1e-4 … 0.02, ᾱ_1000 = 4.04e-5', () => {
    const betas = linearBetas(1000)
    expect([betas[0], betas[999]]).toEqual([1e-4, 0.02])
    expect(alphaBars(betas)[1000]).toBeCloseTo(4.036e-5, 8)
  })
})
