import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../config/index.ts'
import type { RunRecord, RunStatus } from '../records.ts'
import { FilterError, metricsOf, orderRuns, parseRunFilter, recordFields, runFields, runPredicate } from './index.ts'

const base: RunRecord = {
  id: 'A', name: 'base', tags: [], notes: '', notebook: null, cell: null, config: parseConfig({}), configHash: 'h', userKeys: [], status: 'finished', reason: null, remarks: [], step: 0,
  elementsSeen: 0, imagesSeen: 0, parameters: null, expectedEnd: null, engine: null, datasetHash: null, git: null, appVersion: '0', parentRun: null, parentStep: null,
  created: 0, started: null, ended: null, heartbeat: null,
}
const run = (id: string, lambda: number, status: RunStatus, changes: Partial<RunRecord> = {}): RunRecord =>
  ({ ...base, id, name: `λ ${lambda}`, status, config: parseConfig({ 'loss.lambda': lambda, 'train.seed': 3 }), ...changes })

const runs = [
  run('A', 1, 'finished', { tags: ['good'], created: new Date('2026-03-01T12:00:00').getTime(), started: 0, ended: 90_000 }),
  run('B', 5, 'finished', { tags: ['good', 'Paper'], notes: 'the one to show' }),
  run('C', 20, 'crashed', { created: Date.now() - 3_600_000 }),
]
const figures: Record<string, number> = { A: 0.3, B: 0.25 }
const figure = (id: string, key: string): number | undefined => (key === 'eval.epsilonMse' ? figures[id] : undefined)
const found = (filter: string): string => runs.filter((each) => runPredicate(parseRunFilter(filter))(each, figure)).map(({ id }) => id).join('')
const refusal = (filter: string): string => {
  try {
    parseRunFilter(filter)
  } catch (thrown) {
    if (thrown instanceof FilterError) return `${thrown.at}: ${thrown.message}`
    throw thrown
  }
  throw new Error(`${filter} was read`)
}

describe('a filter', () => {
  it.each([
    ['', 'ABC'],
    ['lambda > 1 and status = done and tag:good', 'B'],
    ['loss.lambda >= 5', 'BC'],
    ['λ = 5', 'B'],
    ['lambda=1 or lambda=20', 'AC'],
    ['not status = finished', 'C'],
    ['status != finished', 'C'],
    ['tag:paper', 'B'],
    ['tag != good', 'C'],
    ['status = finished not (tag:paper or lambda = 3)', 'A'],
    ['epsilonMse < 0.28', 'B'],
    ['eval.epsilonMse != 0.3', 'BC'],
    ['seed = 3 lambda < 2e1', 'AB'],
    ['notes ~ show', 'B'],
    ['"λ 2"', 'C'],
    ['crashed', 'C'],
    ["name = 'λ 20'", 'C'],
    ['duration > 1m', 'A'],
    ['age < 2d', 'C'],
    ['created >= 2026-03-01 and created < 2026-03-02', 'A'],
    ['tiedEmbeddings = true', ''],
    ['mask = Transfusion', 'ABC'],
  ])('%s', (filter, ids) => expect(found(filter)).toBe(ids))

  it.each([
    ['lamda > 1', '0: At character 1: There is no field "lamda"; did you mean "lambda"?'],
    ['status = done and size = 4', '18: At character 19: "size" could be image.size or patch.size; write one of them.'],
    ['lambda > many', '9: At character 10: "many" is no number.'],
    ['status = fnished', '9: At character 10: "fnished" is no status; did you mean "finished"?'],
    ['lambda >', '7: Nothing follows "lambda >" at character 9; write a value there.'],
    ['(lambda > 1', '0: The bracket at character 1 is not closed.'],
    ['lambda > 1)', '10: The bracket at character 11 closes nothing.'],
    ['and lambda = 1', '0: "and" at character 1 has nothing before it.'],
    ['lambda = 1 or', '13: The filter ends where a condition should follow.'],
    ['name = "a', '7: The quote at character 8 is not closed.'],
    ['lambda ! 1', '7: "!" at character 8 begins nothing; write != for “not equal”, or “not” before a condition.'],
    ['created > yesterday', '10: At character 11: "yesterday" is no day; write 2026-01-31, or ask for age < 2d.'],
  ])('%s is refused with the place', (filter, sentence) => expect(refusal(filter)).toBe(sentence))

  it('is read or refused, whatever is typed', () => {
    const piece = fc.constantFrom('lambda', 'status', '>', '=', ':', '(', ')', 'and', 'or', 'not', '1', '"', "'", 'good', '!', ' ', 'λ', 'tag')
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        parseRunFilter(pieces.join(' '))
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(FilterError)
        const { at, length } = thrown as FilterError
        expect(at + length).toBeLessThanOrEqual(pieces.join(' ').length)
      }
    }))
  })

  it('says which metrics it needs', () => expect(metricsOf(parseRunFilter('not (epsilonMse < 1 or eval.text > 2) lambda = 1'))).toEqual(['eval.epsilonMse', 'eval.text']))
})

describe('order', () => {
  const ids = (field: string, descending: boolean): string => orderRuns(runs, runFields.get(field)!, descending, figure).map(({ id }) => id).join('')

  it('puts what has no value last, both ways', () => {
    expect(ids('eval.epsilonMse', false)).toBe('BAC')
    expect(ids('eval.epsilonMse', true)).toBe('ABC')
  })

  it('reads numbers in names, and keeps the newest first among equals', () => {
    expect(ids('name', false)).toBe('ABC')
    expect(ids('train.seed', false)).toBe('CBA')
  })
})

it('every field of the record reads what a run has', () => {
  expect(recordFields.every(({ name }) => runFields.has(name))).toBe(true)
  expect(recordFields.map((field) => field.read(base, figure)).filter((value) => value === null)).toEqual([])
})
