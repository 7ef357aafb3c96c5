import { expect, it } from 'vitest'
import { missingCells, studyGrid } from './studyGrid.ts'
import { comparedRun } from './testRuns.ts'

const run = (lambda: number, seed: number, status: 'finished' | 'crashed' = 'finished', more = {}) => comparedRun({ 'loss.lambda': lambda, 'train.seed': seed, ...more }, {}, status)

it('spans every value times every seed, and shows holes and runs that broke', () => {
  const runs = [run(5, 0), run(1, 0), run(1, 1, 'crashed')]
  const grid = studyGrid(runs, runs)!
  expect([grid.knobs, grid.seeds]).toEqual([[{ path: 'loss.lambda', values: [1, 5] }], [0, 1]])
  expect(grid.cells.map(({ values, seed, run: filled }) => [values[0], seed, filled?.status ?? null])).toEqual([[1, 0, 'finished'], [1, 1, 'crashed'], [5, 0, 'finished'], [5, 1, null]])
  expect(missingCells(grid).map(({ config }) => [config!.loss.lambda, config!.train.seed])).toEqual([[1, 1], [5, 1]])
})

it('would train in a hole what the run of that place would have been', () => {
  const runs = [run(1, 0), run(1, 1), run(5, 0)]
  expect(missingCells(studyGrid(runs, runs)!).map(({ config }) => config)).toEqual([run(5, 1).config])
})

it('takes a run of exactly the same config from anywhere, and no other', () => {
  const runs = [run(1, 0), run(1, 1), run(5, 0)]
  const [elsewhere, other] = [run(5, 1), run(5, 1, 'finished', { 'train.lr': 2e-4 })]
  expect(studyGrid(runs, [...runs, elsewhere])!.cells[3]!.run!.id).toBe(elsewhere.id)
  expect(studyGrid(runs, [...runs, other])!.cells[3]!.run).toBeNull()
})

it('grows by seeds and values without training what is there', () => {
  const runs = [run(1, 0), run(5, 0)]
  const grid = studyGrid(runs, runs, { seeds: [1], values: { 'loss.lambda': [3] } })!
  expect(grid.knobs[0]!.values).toEqual([1, 3, 5])
  expect(missingCells(grid)).toHaveLength(4)
})

it('says why a point cannot be, and is nothing where there is no grid', () => {
  const patches = [comparedRun({ 'patch.size': 4 }, {}), comparedRun({ 'patch.size': 8 }, {})]
  const grid = studyGrid(patches, patches, { seeds: [], values: { 'patch.size': [5] } })!
  expect(grid.cells[1]).toMatchObject({ config: null, problem: expect.stringContaining('patch.size 5 does not divide image.size 32') as string })
  expect(missingCells(grid)).toEqual([])
  expect(studyGrid([run(1, 0)], [])).toBeNull()
  expect(studyGrid([], [])).toBeNull()
})
