import type { RunRecord } from '../../protocol/records.ts'
import { lockHolder } from '../host/hostLock.ts'
import { isLive } from '../host/runs/transitions.ts'
import { refuseMorePositionals, type Command } from './command.ts'
import { figure, table } from './format.ts'

/** `lab runs`: what was trained here. */
export const runs: Command = {
  name: 'runs',
  usage: '',
  summary: 'List the runs, newest first; also while the app is open.',
  options: {},
  run: async (input, { home, output, openStore }) => {
    refuseMorePositionals(input, 0)
    const store = openStore()
    const records = (store?.runs.list() ?? []).map((run) => seen(run, lockHolder(home) !== null))
    const rows = records.map((run) => {
      const metrics = store?.metrics.last(run.id) ?? {}
      const checkpoint = store?.checkpoints.list(run.id).at(-1)?.directory ?? null
      output.emit({ event: 'run', ...run, metrics, checkpoint })
      return [run.id, run.status, `${run.step}/${run.config.train.steps}`, figure(metrics['train.loss']), new Date(run.created).toISOString().slice(0, 16).replace('T', ' '), run.name]
    })
    output.say(rows.length === 0 ? `There are no runs in ${home} yet; "lab train --preset nano" makes one.` : table(['run', 'status', 'step', 'loss', 'created', 'name'], rows))
    return 0
  },
}

/** A run cannot be under way in a home that no host has open: its host was killed, and the next one will say so. */
const seen = (run: RunRecord, hosted: boolean): RunRecord => (hosted || !isLive(run.status) ? run : { ...run, status: 'crashed', expectedEnd: null })
