import { InputError } from '../../protocol/errors.ts'
import { findRun } from '../host/runs/findRun.ts'
import type { Command } from './command.ts'
import { compareRuns, comparisonText } from './comparison.ts'

/** `lab compare`: where runs differ, and what came of it. */
export const compare: Command = {
  name: 'compare',
  usage: 'RUN RUN…',
  summary: 'Lay runs side by side: the config keys in which they differ, their last metrics, and each difference from the first.',
  options: {},
  run: async (input, { output, openStore }) => {
    if (input.positionals.length < 2) throw new InputError('A comparison needs two runs or more; write "lab compare RUN RUN", and "lab runs" lists them.')
    const store = openStore()
    const all = store?.runs.list() ?? []
    const chosen = input.positionals.map((reference) => findRun(all, reference))
    const comparison = compareRuns(chosen.map((run) => ({ run, metrics: store?.metrics.last(run.id) ?? {} })))
    output.say(comparisonText(comparison))
    for (const caution of comparison.cautions) output.note(caution)
    output.emit({ event: 'comparison', ...comparison })
    return 0
  },
}
