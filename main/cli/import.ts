import { needPositional, refuseMorePositionals, type Command } from './command.ts'

/** `lab import`: a run from another machine. */
export const importRun: Command = {
  name: 'import',
  usage: 'FILE.labrun',
  summary: 'Put the run of a bundle in place: record, metrics, pictures, notebook, checkpoint.',
  options: {},
  run: async (input, context) => {
    const file = needPositional(input, 0, 'The bundle to import')
    refuseMorePositionals(input, 1)
    const run = await context.openHost().runs.import(file)
    context.output.say(`"${run.name}" (${run.id}) is here, ${run.step} steps of ${run.config.train.steps} done${run.notebook === null ? '' : `; its notebook is ${run.notebook}`}.`)
    context.output.emit({ event: 'imported', run: run.id, name: run.name, notebook: run.notebook })
    return 0
  },
}
