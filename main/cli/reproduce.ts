import { agreementSentence } from '../../protocol/replay.ts'
import { isEnded } from '../host/runs/transitions.ts'
import { needPositional, numberOption, refuseMorePositionals, type Command } from './command.ts'
import { followRun } from './followRun.ts'

/** `lab reproduce`: trains a run's config anew and compares every number. */
export const reproduce: Command = {
  name: 'reproduce',
  usage: 'RUN [--steps N]',
  summary: 'Train the config of a run anew, and say whether every number is bit for bit the same.',
  options: { steps: { value: 'N', help: 'stop after N steps and compare those' } },
  run: async (input, context) => {
    const { output } = context
    const reference = needPositional(input, 0, 'The run to reproduce')
    refuseMorePositionals(input, 1)
    const steps = numberOption(input, 'steps', { least: 1 })
    const host = context.openHost()
    const run = host.runs.find(reference)
    const replay = host.runs.repeat(run.id)
    const wanted = Math.min(steps ?? Infinity, run.config.train.steps)
    output.emit({ event: 'queued', run: replay.id, name: replay.name })
    output.note(`Training the config of "${run.name}" anew, as "${replay.name}" (${replay.id}).`)
    const stop = (): void => {
      if (!isEnded(host.runs.find(replay.id).status)) host.runs.stop(replay.id)
    }
    const unsubscribe = host.on('metrics', ({ run: of, points }) => {
      if (of === replay.id && wanted < run.config.train.steps && points.some(({ step }) => step >= wanted)) {
        unsubscribe()
        stop()
      }
    })
    context.onInterrupt(stop)
    const ended = await followRun(host, replay.id, output)
    unsubscribe()
    const found = host.runs.replays(run.id).find((other) => other.run === replay.id)!
    output.emit({ event: 'reproduced', run: run.id, replay: replay.id, steps: found.steps, first: found.first, conditions: found.conditions })
    output.say(agreementSentence(found, run.config.train.steps))
    if (found.conditions.length > 0) output.note(`Not the same conditions: ${found.conditions.join('; ')}.`)
    if (ended.status === 'failed' || ended.status === 'crashed') output.note(ended.reason ?? `The replay ended as ${ended.status}.`)
    return found.first === null && found.steps > 0 ? 0 : 1
  },
}
