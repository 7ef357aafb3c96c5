import { expect, it } from 'vitest'
import { shownMetric } from './shownMetric.ts'

const known = ['eval.text', 'eval.epsilonMse', 'train.loss', 'train.image']
const all = (): boolean => true
const not = (...keys: string[]) => (key: string): boolean => !keys.includes(key)

it('is what the user chose while the runs have it, whether it serves or not', () => {
  expect(shownMetric(known, 'train.loss', 'eval.epsilonMse', not('train.loss'))).toBe('train.loss')
  expect(shownMetric(known, 'eval.cider', 'eval.epsilonMse', all)).toBe('eval.epsilonMse')
})

it('is what is wanted where that is a curve, and otherwise one that is measured at every step', () => {
  expect(shownMetric(known, null, 'eval.epsilonMse', all)).toBe('eval.epsilonMse')
  expect(shownMetric(known, null, 'eval.epsilonMse', not('eval.epsilonMse', 'eval.text'))).toBe('train.image')
  expect(shownMetric(['eval.text', 'train.loss'], null, 'eval.epsilonMse', not('eval.text'))).toBe('train.loss')
})

it('is what is wanted where nothing serves yet', () => {
  expect(shownMetric(known, null, 'eval.epsilonMse', () => false)).toBe('eval.epsilonMse')
  expect(shownMetric([], null, 'eval.epsilonMse', () => false)).toBe('eval.epsilonMse')
})
