import { describe, expect, test } from 'vitest'
import { Random } from '../random/stream.ts'
import { createSchedule } from './schedule.ts'

// The least ε-MSE that any model can reach on data of a known law. A held-out loss below it means leakage.

const schedule = createSchedule({ timesteps: 1000, schedule: 'cosine' })

/** ε-MSE of E[ε | x_t] for data N(0, σ²). */
const gaussianFloor = (t: number, sigma: number): number => {
  const { signal, noise } = schedule(t)
  return (sigma ** 2 * signal ** 2) / (sigma ** 2 * signal ** 2 + noise ** 2)
}

/** ε-MSE of E[ε | x_t] for data that is ±1 with equal chance, where x̂_0 = tanh(a·x / b²): integrated over ε. */
const coinFloor = (t: number): number => {
  const { signal: a, noise: b } = schedule(t)
  const width = 0.01
  let sum = 0
  for (let epsilon = -8; epsilon <= 8; epsilon += width) {
    const error = (a * (Math.tanh((a * (a + b * epsilon)) / b ** 2) - 1)) / b
    sum += error ** 2 * Math.exp(-(epsilon ** 2) / 2)
  }
  return (sum * width) / Math.sqrt(2 * Math.PI)
}

const mean = (from: number, to: number, floor: (t: number) => number): number => {
  let sum = 0
  for (let t = from; t <= to; t++) sum += floor(t)
  return sum / (to - from + 1)
}

describe('Bayes floors of L_DDPM on the cosine schedule', () => {
  test('N(0, I) data: mean .4956 over t = 1 … 1000, .8125 over 1 … 500: capping t raises ε-MSE', () => {
    expect(mean(1, 1000, (t) => gaussianFloor(t, 1))).toBeCloseTo(0.4956, 4)
    expect(mean(1, 500, (t) => gaussianFloor(t, 1))).toBeCloseTo(0.8125, 4)
  })

  test('±1 coin data: mean ≈ .19', () => expect(mean(1, 1000, coinFloor)).toBeCloseTo(0.19, 2))

  test('the oracle of N(0, σ²) data measures its floor, and its slope is the best of all linear predictors', () => {
    const count = 20_000
    for (const sigma of [0.5, 1, 2]) {
      for (const t of [100, 500, 900]) {
        const { signal: a, noise: b } = schedule(t)
        const random = new Random({ seed: t, stream: 'noise' })
        const pairs = Array.from({ length: count }, () => {
          const x0 = sigma * random.normal(), epsilon = random.normal()
          return { x: a * x0 + b * epsilon, epsilon }
        })
        const mse = (slope: number): number => pairs.reduce((sum, { x, epsilon }) => sum + (slope * x - epsilon) ** 2, 0) / count
        const oracle = b / (sigma ** 2 * a ** 2 + b ** 2), floor = gaussianFloor(t, sigma)
        expect(Math.abs(mse(oracle) / floor - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
        expect(mse(oracle * 0.9)).toBeGreaterThan(mse(oracle))
        expect(mse(oracle * 1.1)).toBeGreaterThan(mse(oracle))
      }
    }
  })
})
