import { expect, it } from 'vitest'
import { judge, metricColumns } from './metricTable.ts'

const runs = [
  new Map([['train.loss', 1], ['eval.epsilonMse', 0.5], ['train.elementsPerSecond', 10], ['eval.epsilonMse.t500', 1]]),
  new Map([['train.loss', NaN], ['eval.epsilonMse', 0.25], ['train.elementsPerSecond', 20]]),
]

it('puts held-out metrics first and marks the best in the metric\'s own direction', () => {
  const columns = metricColumns(runs)
  expect(columns.map(({ key }) => key)).toEqual(['eval.epsilonMse', 'eval.epsilonMse.t500', 'train.loss', 'train.elementsPerSecond'])
  expect(columns.map(({ best }) => best)).toEqual([[1], [], [], [1]])
  expect(columns[1]!.values).toEqual([1, undefined])
})

it('marks nothing when all are equal', () => {
  expect(metricColumns([new Map([['train.loss', 1]]), new Map([['train.loss', 1]])])[0]!.best).toEqual([])
})

it('judges differences by direction', () => {
  expect([judge(-1, 'lower'), judge(-1, 'higher'), judge(0, 'lower'), judge(1, 'neither'), judge(NaN, 'lower')]).toEqual(['better', 'worse', 'same', 'neither', 'neither'])
})
