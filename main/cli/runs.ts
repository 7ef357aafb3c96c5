import { resolve } from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { lockHolder } from '../host/hostLock.ts'
import { isLive } from '../host/runs/transitions.ts'
import { refuseMorePositionals, type Command } from './command.ts'
import { figure as short, table } from './format.ts'
import { fieldsOf, figureOf, readFilter, writeRuns } from './runsFile.ts'

/** `lab runs`: what was trained here. */
export const runs: Command = {
  name: 'runs',
  usage: '[--filter TEXT] [--out FILE.parquet|FILE.csv] [--columns A,B,…]',
  summary: 'List the runs, newest first, or write them to a file; also while the app is open.',
  options: {
    filter: { value: 'TEXT', help: 'only those that fit, as in the app: "lambda > 1 and status = done"' },
    out: { value: 'FILE', help: 'a .parquet or .csv file that gets a row for each run' },
    columns: { value: 'A,B', help: 'fields of the file: settings, metrics, facts; all of them when left out' },
  },
  run: async (input, { home, output, openStore }) => {
    refuseMorePositionals(input, 0)
    const store = openStore()
    const fits = readFilter(input.value('filter') ?? '')
    const figure = figureOf(store)
    const records = (store?.runs.list() ?? []).map((run) => seen(run, lockHolder(home) !== null)).filter((run) => fits(run, figure))
    const out = input.value('out')
    if (out === undefined && input.has('columns')) throw new InputError('--columns are those of a file; name it with --out FILE.parquet or FILE.csv.')
    if (out !== undefined) {
      const fields = fieldsOf(input.value('columns'), store)
      await writeRuns(resolve(out), records, fields, figure)
      output.emit({ event: 'written', file: resolve(out), runs: records.length, columns: fields.length })
      output.say(`${resolve(out)} has ${records.length} runs in ${fields.length} columns.`)
      return 0
    }
    const rows = records.map((run) => {
      const metrics = store?.metrics.last(run.id) ?? {}
      const checkpoint = store?.checkpoints.list(run.id).at(-1)?.directory ?? null
      output.emit({ event: 'run', ...run, metrics, checkpoint })
      return [run.id, run.status, `${run.step}/${run.config.train.steps}`, short(metrics['train.loss']), new Date(run.created).toISOString().slice(0, 16).replace('T', ' '), run.name]
    })
    const text = remarksText(records)
    output.say(rows.length === 0 ? input.has('filter') ? 'No run fits the filter.' : `There are no runs in ${home} yet; "lab train --preset nano" makes one.` : `${table(['run', 'status', 'step', 'loss', 'created', 'name'], rows)}${text && `\n\n${text}`}`)
    return 0
  },
}

/** A run cannot be under way in a home that no host has open: its host was killed, and the next one will say so. */
const seen = (run: RunRecord, hosted: boolean): RunRecord => (hosted || !isLive(run.status) ? run : { ...run, status: 'crashed', expectedEnd: null })

/** What runs went on in spite of, a line for each sentence: a whole study may have skipped the same file. */
const remarksText = (records: readonly RunRecord[]): string =>
  [...Map.groupBy(records.flatMap(({ name, remarks }) => remarks.map((text) => ({ name, text }))), ({ text }) => text)]
    .map(([text, [first, ...others]]) => `${first!.name}${others.length === 0 ? '' : ` and ${others.length} more`}: ${text}`).join('\n')
