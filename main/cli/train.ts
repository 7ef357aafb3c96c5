import { changeConfig, configDifference } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { RunRecord } from '../../protocol/records.ts'
import type { Host } from '../host/host.ts'
import { isEnded } from '../host/runs/transitions.ts'
import { refuseMorePositionals, type Arguments, type CliContext, type Command } from './command.ts'
import { configOptions, readConfig, readSettings } from './configInput.ts'
import { followRun } from './followRun.ts'

/** `lab train`: trains a config to its end, or goes on with a run. */
export const train: Command = {
  name: 'train',
  usage: '[CONFIG.json] [--preset NAME] [--set KEY=VALUE …] [--resume RUN] [--from RUN[@STEP]] [--again]',
  summary: 'Train a config, or go on with a run. Ctrl-C stops after a checkpoint; twice ends at once.',
  options: {
    ...configOptions,
    resume: { value: 'RUN', help: 'go on from the last checkpoint of a run: its id, the start of it, or its name' },
    from: { value: 'RUN[@STEP]', help: 'a new run that goes on from a checkpoint of another, with the changes of --set' },
    again: { help: 'train even if this very config has been trained already' },
  },
  run: async (input, context) => {
    const { output } = context
    refuseMorePositionals(input, 1)
    const start = chooseStart(input), from = input.value('from')
    const host = context.openHost()
    const run = start(host)
    output.emit({ event: 'queued', run: run.id, name: run.name })
    if (run.status === 'finished') output.note(`This config was trained already, as "${run.name}"; --again trains it anew.`)
    else output.note(`Training "${run.name}" (${run.id})${run.step > 0 ? `, ${run.step} steps of which were done` : ''}.`)
    if (from !== undefined) {
      const changed = configDifference([host.runs.find(run.parentRun!).config, run.config]).map(({ path, values }) => `${path} ${JSON.stringify(values[0])} → ${JSON.stringify(values[1])}`)
      output.note(`It goes on from step ${run.parentStep} of ${run.parentRun}; changed: ${changed.join(', ')}.`)
      output.emit({ event: 'forked', run: run.id, parent: run.parentRun, step: run.parentStep, changed })
    }
    context.onInterrupt((time) => {
      if (isEnded(host.runs.find(run.id).status)) return
      if (time === 1) output.note('Stopping after a checkpoint; press Ctrl-C again to end at once.')
      host.runs.stop(run.id)
    })
    return tellEnd(host, await followRun(host, run.id, output), context)
  },
}

/** Everything that can be wrong with what was written is found before the home is opened. */
const chooseStart = (input: Arguments): ((host: Host) => RunRecord) => {
  const resume = input.value('resume'), from = input.value('from')
  if (from !== undefined) return forkStart(input, from)
  if (resume === undefined) {
    const { config, userKeys } = readConfig(input, input.positionals[0])
    return (host) => host.runs.enqueue(config, { notebook: null, cell: null, userKeys }, input.has('again'))
  }
  if (input.positionals.length > 0 || input.has('preset') || input.has('set') || input.has('again')) {
    throw new InputError('--resume goes on with the config that the run has; leave out the config file, --preset, --set and --again.')
  }
  return (host) => host.runs.resume(resume)
}

const forkStart = (input: Arguments, from: string): ((host: Host) => RunRecord) => {
  if (input.positionals.length > 0 || input.has('preset') || input.has('resume')) {
    throw new InputError('--from takes the config of the run that it goes on from; leave out the config file, --preset and --resume, and write changes with --set.')
  }
  const changes = readSettings(input)
  return (host) => host.runs.fork(from, (parent) => changeConfig(parent, changes), { notebook: null, cell: null }, input.has('again')).run
}

const tellEnd = (host: Host, run: RunRecord, { output }: CliContext): number => {
  const checkpoint = host.runs.checkpoints(run.id).at(-1)?.directory ?? null
  if (run.status === 'finished') {
    output.say(`Finished "${run.name}" after ${run.step} steps${checkpoint === null ? '' : `; its checkpoint is ${checkpoint}`}.`)
    output.emit({ event: 'finished', run: run.id, checkpoint })
    return 0
  }
  output.note(`${run.reason ?? `The run ended as ${run.status}.`}${checkpoint === null ? '' : ` "lab train --resume ${run.id}" goes on.`}`)
  output.emit({ event: run.status, run: run.id, reason: run.reason, checkpoint })
  return 1
}
