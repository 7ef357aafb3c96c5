import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { databasePath } from '../../main/host/home.ts'
import { openStore } from '../../main/store/store.ts'
import { exampleRun } from '../../main/store/testStore.ts'
import { canonicalJson, parseConfig, type RunConfig } from '../../protocol/config/index.ts'

export interface Filling {
  /** Runs of the table, with 20 metrics each. */
  runs: number
  /** Runs of the chart, and points of each. */
  charted: number
  points: number
}

const runId = (place: number): string => `01J0000000000000000${String(place).padStart(7, '0')}`

/** A pseudo-loss: falls, with noise that any seed repeats. */
const lossAt = (step: number, run: number, points: number): number => 0.2 + Math.exp((-4 * step) / points) + 0.1 * Math.sin(step * 12.9898 + run) ** 2

const withNumbers = (base: RunConfig, place: number, steps: number): RunConfig =>
  ({ ...base, loss: { ...base.loss, lambda: (place % 50) / 2 }, train: { ...base.train, seed: place % 5, steps } })

/** Fills a home with what the budgets are about: thousands of runs, long curves, a notebook of 200 cells. The last run is one in training. */
export const fillHome = (home: string, { runs, charted, points }: Filling): { charted: string[]; live: string } => {
  mkdirSync(join(home, 'notebooks'), { recursive: true })
  const cells = Array.from({ length: 100 }, (_, i) => `// %% [markdown]\n// ## Part ${i + 1}\n//\n// Some words about part ${i + 1}, with *emphasis* and \`code\`.\n\n// %%\nconst base${i} = lab.config({ preset: 'nano', loss: { lambda: ${i % 10} }, patch: { size: 4 } })\nconsole.log('part ${i + 1}', base${i}.loss.lambda)\n`)
  writeFileSync(join(home, 'notebooks', 'long.lab.ts'), cells.join('\n'))
  const { store } = openStore(databasePath(home))
  const base = parseConfig({ preset: 'nano' })
  const add = (place: number, name: string, steps: number, status: 'finished' | 'running'): string => {
    const id = runId(place)
    const config = withNumbers(base, place, steps)
    const time = 1_700_000_000_000 + place * 60_000
    store.runs.insert(exampleRun({ id, name, status, config, configHash: createHash('sha256').update(canonicalJson(config)).digest('hex'), userKeys: ['loss.lambda', 'train.seed'], step: steps, created: time, started: time, ended: status === 'finished' ? time + 50_000 : null }))
    return id
  }
  store.transaction(() => {
    for (let place = 0; place < runs; place++) {
      const id = add(place, `run ${place}`, 1000, 'finished')
      store.metrics.add(id, Array.from({ length: 20 }, (_, k) => ({ step: 1000, key: `eval.measure${k}`, value: Math.sin(place * 0.7 + k) })))
    }
  })
  const chartedRuns = Array.from({ length: charted }, (_, i) => {
    const id = add(runs + i, `long ${i}`, points, 'finished')
    for (let from = 0; from < points; from += 50_000) {
      store.metrics.add(id, Array.from({ length: Math.min(50_000, points - from) }, (_, k) => ({ step: from + k + 1, key: 'train.loss', value: lossAt(from + k, i, points) })))
    }
    return id
  })
  const live = add(runs + charted, 'live', 1_000_000, 'finished')
  store.close()
  return { charted: chartedRuns, live }
}
