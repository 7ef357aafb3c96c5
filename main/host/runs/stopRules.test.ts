import { expect, it } from 'vitest'
import { parseConfig } from '../../../protocol/config/index.ts'
import { reasonToStop, type History } from './stopRules.ts'

const config = (rules: Record<string, unknown>) => parseConfig(rules)
const history = (series: Record<string, number[]>): History => (key) => (series[key] ?? []).map((value, i) => ({ key, step: (i + 1) * 10, value }))

it('lets a run without rules go on', () => expect(reasonToStop(config({}), history({ 'eval.epsilonMse': [1, 2, 3, NaN] }))).toBeNull())

it('stops when the watched metric has not been better for so many evaluations', () => {
  const rules = config({ 'train.stopPlateau': 2 })
  expect(reasonToStop(rules, history({ 'eval.epsilonMse': [3, 1, 2] }))).toBeNull()
  expect(reasonToStop(rules, history({ 'eval.epsilonMse': [3, 1, 2, 1] }))).toBe('Stopped by train.stopPlateau: ε-MSE was best at step 20, 2 evaluations ago.')
  expect(reasonToStop(rules, history({ 'eval.text': [3, 1, 2, 1] }))).toContain('held-out text loss was best at step 20')
  expect(reasonToStop(config({ 'train.stopPlateau': 2, 'train.stopMetric': 'eval.psnr' }), history({ 'eval.psnr': [3, 1, 2] }))).toContain('PSNR was best at step 10')
  expect(reasonToStop(rules, history({}))).toBeNull()
})

it('stops when the training loss has risen to so many times its least', () => {
  const rules = config({ 'train.stopDivergence': 3 })
  const steps = (value: number): number[] => Array<number>(50).fill(value)
  expect(reasonToStop(rules, history({ 'train.loss': [...steps(1), ...steps(2.9), ...steps(9).slice(0, 49)] }))).toBeNull()
  expect(reasonToStop(rules, history({ 'train.loss': [...steps(1), ...steps(4)] }))).toBe('Stopped by train.stopDivergence: the training loss over 50 steps is 4.00 times its least.')
})
