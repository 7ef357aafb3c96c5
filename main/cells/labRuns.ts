import { flatten, isObject, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { gridPoints } from './configBook.ts'
import type { Lab } from './api/lab.ts'
import type { Run } from './api/runs.ts'
import { isPromise, isRun, runOf, runReference, type LabContext } from './labContext.ts'
import type { RunFacts } from './workerMessages.ts'

/** Training one config and training a grid. */
export const labRuns = ({ book, call, emit, shown }: LabContext): Pick<Lab, 'train' | 'sweep' | 'compare' | 'runs' | 'run'> => {
  const enqueue = (config: RunConfig, again: boolean, name: string | null = null, from: string | null = null) =>
    call('enqueue', { config, userKeys: book.userKeys(config), name, again, from })

  /** Runs of a sweep differ in what is varied, so that is what they are called. */
  const enqueueVaried = (config: RunConfig, again: boolean, namedKeys: string[]) =>
    call('enqueue', { config, userKeys: book.userKeys(config), namedKeys, name: null, again, from: null })

  const note = (text: string): void => emit({ kind: 'text', text: `${text}\n` })

  return {
    async train(input, options = {}) {
      const { record, reused } = await enqueue(book.parse(input), options.again === true, options.name ?? null, options.from === undefined ? null : runReference(options.from, 'lab.train'))
      emit({ kind: 'runs', runs: [record.id] })
      if (reused && record.status === 'finished') note(`This config already ran: here is ${record.name}. To run it again, write { again: true }.`)
      if (reused && goesOn(record)) note(`This config was stopped before: ${record.name} goes on from its last checkpoint. To start anew, write { again: true }.`)
      const ended = await call('whenEnded', { run: record.id })
      if (ended.record.status !== 'finished') throw new Error(endOf(ended))
      const run = runOf(ended)
      shown.add(run)
      return run
    },

    async sweep(base, grid, options = {}) {
      const configs = sweepConfigs(book.parse(base), grid, seedsOf(options.seeds), book.change)
      const queued = []
      const varied = Object.keys(flatten(grid))
      for (const config of configs) queued.push(await enqueueVaried(config, options.again === true, varied))
      emit({ kind: 'runs', runs: [...new Set(queued.map(({ record }) => record.id))] })
      const reused = queued.filter((run) => run.reused && run.record.status === 'finished').length
      if (reused > 0) note(`${reused} of ${queued.length} ran already and are shown as they are. To run them again, write { again: true }.`)
      const stopped = queued.filter((run) => run.reused && goesOn(run.record)).length
      if (stopped > 0) note(`${stopped} of ${queued.length} stopped before their end and go on from their last checkpoints.`)
      const ended = await Promise.all(queued.map(({ record }) => call('whenEnded', { run: record.id })))
      for (const facts of ended) if (facts.record.status !== 'finished') note(endOf(facts))
      if (ended.length > 0 && ended.every(({ record }) => record.status !== 'finished')) throw new Error(`No run of the sweep finished. ${endOf(ended[0]!)}`)
      const runs = ended.map(runOf)
      shown.add(runs)
      return runs
    },

    compare(runs, options = {}) {
      if (isPromise(runs)) throw new InputError('lab.compare got a promise; write "await" before lab.sweep(…).')
      if (!Array.isArray(runs) || runs.length === 0) throw new InputError('lab.compare takes a list of runs: lab.compare([a, b]).')
      const ids = (runs as readonly unknown[]).map((run) => runReference(run, 'lab.compare'))
      const baseline = options.baseline === undefined ? null : baselineOf(options.baseline, runs.filter(isRun))
      emit({ kind: 'comparison', comparison: { runs: ids, baseline } })
    },

    async runs() {
      return (await call('list', null)).map(runOf)
    },

    async run(reference) {
      return runOf(await call('find', { reference: runReference(reference, 'lab.run') }))
    },
  }
}

/** Steps of a run that has yet to start are those that it did before it was stopped. */
const goesOn = ({ status, step }: RunFacts['record']): boolean => (status === 'queued' || status === 'preparing') && step > 0

const endOf = ({ record }: RunFacts): string =>
  `${record.name} ${record.status === 'cancelled' ? 'was stopped' : record.status} at step ${record.step}${record.reason ? `: ${record.reason}` : '.'}`

const seedsOf = (seeds: number | undefined): number => {
  if (seeds === undefined) return 1
  if (!Number.isInteger(seeds) || seeds < 1) throw new InputError(`lab.sweep: seeds is ${JSON.stringify(seeds)}; it is how many seeds each point gets, at least 1.`)
  return seeds
}

const sweepConfigs = (
  base: RunConfig, grid: unknown, seeds: number, change: (base: RunConfig, changes: Record<string, unknown>) => RunConfig,
): RunConfig[] => {
  if (!isObject(grid)) throw new InputError("lab.sweep takes what to vary as an object of lists: { 'loss.lambda': [1, 5, 20] }.")
  const lists = listsOf(grid)
  const seed = base.train.seed
  return gridPoints(lists).flatMap((point) =>
    Array.from({ length: seeds }, (_, i) => change(base, seeds === 1 ? point : { ...point, 'train.seed': seed + i })))
}

/** The grid by dotted path: `{ loss: { lambda: [1, 5] } }` will do as well. */
const listsOf = (grid: Record<string, unknown>): Record<string, readonly unknown[]> => {
  const leaves: Record<string, unknown> = flatten(grid)
  for (const [path, values] of Object.entries(leaves)) {
    if (!Array.isArray(values)) throw new InputError(`lab.sweep: ${path} needs a list of values to try: { '${path}': [${JSON.stringify(values)}] }.`)
    if (values.length === 0) throw new InputError(`lab.sweep: the list of ${path} is empty; give at least one value.`)
  }
  return leaves as Record<string, readonly unknown[]>
}

const baselineOf = (baseline: unknown, runs: readonly Run[]): string => {
  if (isRun(baseline) || typeof baseline === 'string') return runReference(baseline, 'lab.compare')
  if (!isObject(baseline)) throw new InputError("lab.compare: baseline is a run, or the keys that tell it from the others: { 'loss.lambda': 5 }.")
  const wanted = Object.entries(flatten(baseline))
  const found = runs.find(({ config }) => {
    const leaves = flatten(config)
    return wanted.every(([path, value]) => JSON.stringify(leaves[path]) === JSON.stringify(value))
  })
  if (!found) throw new InputError(`lab.compare: none of the runs has ${wanted.map(([path, value]) => `${path} = ${JSON.stringify(value)}`).join(' and ')}.`)
  return found.id
}
