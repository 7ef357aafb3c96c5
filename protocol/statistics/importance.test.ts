import { describe, expect, it } from 'vitest'
import { fewestRuns, importanceOf, type Observation } from './importance.ts'

/** `each` runs of every value, their results given by value and place. */
const runs = (values: readonly Observation['value'][], each: number, result: (value: Observation['value'], i: number) => number): Observation[] =>
  values.flatMap((value) => Array.from({ length: each }, (_, i) => ({ value, result: result(value, i) })))

/** ε² as its definition has it. */
const byDefinition = (observations: readonly Observation[]): number => {
  const groups = [...Map.groupBy(observations, ({ value }) => value).values()].map((group) => group.map(({ result }) => result))
  const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + (value - values.reduce((a, b) => a + b, 0) / values.length) ** 2, 0)
  const n = observations.length
  return 1 - groups.map(squares).reduce((a, b) => a + b, 0) / (n - groups.length) / (squares(observations.map(({ result }) => result)) / (n - 1))
}

describe('importance of a setting', () => {
  it('is 1 where the setting decides all, with no doubt', () => {
    expect(importanceOf(runs([1, 5, 20], 8, (value) => Number(value)))).toMatchObject({ share: 1, low: 1, high: 1, n: 24 })
  })

  it('is about 0 where the results go their own way, and the interval holds 0', () => {
    const found = importanceOf(runs([1, 5, 20], 8, (_, i) => Math.sin(7 * i)))!
    expect(found.share).toBeLessThanOrEqual(0)
    expect(found.low).toBe(0)
  })

  it('is the adjusted share of variance, its interval the jackknife\'s', () => {
    const observations = runs(['causal', 'transfusion'], 12, (value, i) => (value === 'causal' ? 1 : 1.4) + 0.5 * Math.sin(3 * i + String(value).length))
    const found = importanceOf(observations)!
    expect(found.share).toBeCloseTo(byDefinition(observations), 12)
    const n = observations.length
    const pseudo = observations.map((_, left) => n * byDefinition(observations) - (n - 1) * byDefinition(observations.filter((_, i) => i !== left)))
    const mean = pseudo.reduce((a, b) => a + b, 0) / n
    // Student's t of 23 degrees of freedom: 2.0687.
    const half = 2.0687 * Math.sqrt(pseudo.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n)
    expect(found.low).toBeCloseTo(Math.max(0, mean - half), 4)
    expect(found.high).toBeCloseTo(mean + half, 4)
  })

  it('tells each value with its runs and their mean, numbers by size', () => {
    const { levels } = importanceOf(runs([20, 5], 10, (value) => Number(value) / 10))!
    expect(levels).toEqual([{ label: '5', n: 10, mean: 0.5 }, { label: '20', n: 10, mean: 2 }])
  })

  it('gathers numbers that hardly repeat into quarters, and does not judge words that hardly repeat', () => {
    const search = Array.from({ length: 40 }, (_, i): Observation => ({ value: i / 10, result: i < 10 ? 1 : 0 }))
    const found = importanceOf(search)!
    expect(found.levels.map(({ label, n }) => [label, n])).toEqual([['0 … 0.9', 10], ['1 … 1.9', 10], ['2 … 2.9', 10], ['3 … 3.9', 10]])
    expect(found.share).toBe(1)
    expect(importanceOf(search.map(({ value, result }) => ({ value: `run ${value}`, result })))).toBeNull()
  })

  it('is not told of too few runs, of one value, nor of results that are no numbers', () => {
    expect(importanceOf(runs([1, 5], (fewestRuns - 2) / 2, (value) => Number(value)))).toBeNull()
    expect(importanceOf(runs([1], 30, (_, i) => i))).toBeNull()
    expect(importanceOf(runs([1, 5], 30, () => NaN))).toBeNull()
  })
})
