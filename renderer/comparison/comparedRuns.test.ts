import { expect, it } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { studyOf } from '../../protocol/statistics/index.ts'
import { comparedRuns, inStudyOrder, ofVariants } from './comparedRuns.ts'

const run = (lambda: number, seed: number, again = ''): RunRecord => {
  const name = `λ ${lambda}, seed ${seed}${again}`
  return { id: name, name, status: 'finished', step: 1, config: parseConfig({ 'loss.lambda': lambda, 'train.seed': seed }) } as unknown as RunRecord
}
const runs = [run(20, 1), run(20, 0), run(1, 1), run(1, 0, ' again'), run(1, 0)]
const study = studyOf(comparedRuns(runs, { keys: () => [], last: () => undefined }))

it('orders runs as the table of their study does, a repeated seed beside its twin', () => {
  expect(inStudyOrder(runs, study).map(({ name }) => name)).toEqual(['λ 1, seed 0 again', 'λ 1, seed 0', 'λ 1, seed 1', 'λ 20, seed 0', 'λ 20, seed 1'])
})

it('gives the runs of a variant what their variant has', () => {
  const colours = new Map(study.variants.map(({ key }, i) => [key, i]))
  expect([...ofVariants(runs, colours)]).toEqual([['λ 20, seed 1', 1], ['λ 20, seed 0', 1], ['λ 1, seed 1', 0], ['λ 1, seed 0 again', 0], ['λ 1, seed 0', 0]])
})
