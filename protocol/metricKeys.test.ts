import { expect, it } from 'vitest'
import { metricLabel } from './metricKeys.ts'

it('names details after their parent', () => {
  expect(metricLabel('eval.epsilonMse.t500')).toBe('ε-MSE, t500')
  expect(metricLabel('custom.thing')).toBe('custom.thing')
})
