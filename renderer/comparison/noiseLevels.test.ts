import { expect, it } from 'vitest'
import { measuredOnce, noiseMap } from './noiseLevels.ts'

const series = (steps: number[], values: number[]) => ({ steps: Float64Array.from(steps), values: Float64Array.from(values) })
const data: Record<string, Record<string, ReturnType<typeof series>>> = {
  a: { 'eval.epsilonMse': series([1], [9]), 'eval.epsilonMse.t900': series([1, 2], [1, 2]), 'eval.epsilonMse.t100': series([1], [5]) },
  b: { 'eval.epsilonMse.t900': series([1, 2], [3, NaN]) },
}
const metrics = { keys: (run: string) => Object.keys(data[run] ?? {}), series: (run: string, key: string) => data[run]?.[key] }

it('is the mean over runs by level and step, levels in order', () => {
  expect(noiseMap(['a', 'b'], metrics)).toEqual({ steps: [1, 2], levels: [100, 900], values: [[5, NaN], [2, 2]] })
})

it('is nothing without such numbers', () => {
  expect(noiseMap(['c'], metrics)).toBeNull()
})

it('has a curve for each variant while all were measured at one step', () => {
  const once = { ...metrics, series: (run: string, key: string) => (data[run]?.[key] ? series([7], [data[run][key].values[0]!]) : undefined) }
  const variant = (run: string) => ({ key: run, label: `λ = ${run}`, counted: [{ id: run }] }) as unknown as Parameters<typeof measuredOnce>[0][number]
  expect(measuredOnce([variant('a'), variant('b'), variant('c')], once)).toEqual([
    { key: 'a', label: 'λ = a', map: { steps: [7], levels: [100, 900], values: [[5], [1]] } }, { key: 'b', label: 'λ = b', map: { steps: [7], levels: [900], values: [[3]] } },
  ])
  expect(measuredOnce([variant('a')], metrics)).toBeNull()
  expect(measuredOnce([variant('c')], metrics)).toBeNull()
})
