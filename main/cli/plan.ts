import { refuseMorePositionals, type Command } from './command.ts'
import { configOptions, readConfig } from './configInput.ts'
import { withKernel } from '../host/runs/withKernel.ts'
import { planSentence, planText, fits } from './planText.ts'

/** `lab plan`: what a training run will take, before it is started. */
export const plan: Command = {
  name: 'plan',
  usage: '[CONFIG.json] [--preset NAME] [--set KEY=VALUE …] [--counts]',
  summary: 'Say how large a run is, what it computes, and the memory and time it takes on this machine.',
  options: { ...configOptions, counts: { help: 'parameters, compute and memory alone; leave out the timing, which keeps all cores busy for some seconds' } },
  run: async (input, { home, output, spawnKernel }) => {
    refuseMorePositionals(input, 1)
    const { config } = readConfig(input, input.positionals[0])
    const { plan } = await withKernel(spawnKernel, home, (kernel) => kernel.request('planned', (id) => ({ type: 'plan', id, config, time: !input.has('counts') }), 'planning'))
    output.say(planText(plan, config))
    output.emit({ event: 'plan', ...plan, fits: fits(plan), sentence: planSentence(plan, config) })
    return 0
  },
}
