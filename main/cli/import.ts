import { flatten } from '../../protocol/config/index.ts'
import { importFormats, type ImportReport } from '../../protocol/import.ts'
import { needPositional, refuseMorePositionals, type Command } from './command.ts'
import { configOptions, readSettings } from './configInput.ts'
import { table } from './format.ts'

/** `lab import`: a run, or weights, from elsewhere. */
export const importRun: Command = {
  name: 'import',
  usage: 'FILE.labrun | FILE.safetensors | FOLDER [--set KEY=VALUE]',
  summary: 'Put the run of a bundle in place, or make a run of weights: exported here, a checkpoint\'s folder, or converted from transfusion-pytorch or Transfusion.torch.',
  options: { set: { ...configOptions['set']!, help: 'a key of the config that weights do not say, such as model.heads=6; may be repeated' } },
  run: async (input, context) => {
    const file = needPositional(input, 0, 'What to import')
    refuseMorePositionals(input, 1)
    const { run, report } = await context.openHost().runs.import(file, flatten(readSettings(input)))
    if (report) context.output.say(reportText(report))
    context.output.say(`"${run.name}" (${run.id}) is here, ${run.step} steps of ${run.config.train.steps} done${run.notebook === null ? '' : `; its notebook is ${run.notebook}`}.`)
    context.output.emit({ event: 'imported', run: run.id, name: run.name, notebook: run.notebook, ...(report ? { report } : {}) })
    return 0
  },
}

/** What was taken, what was left out and why, and what starts anew. */
const reportText = ({ format, mapped, left, fresh }: ImportReport): string => [
  `${importFormats[format]}: ${mapped.length} taken, ${left.length} left out, ${fresh.length} parameters new.`,
  ...(format === 'lab' || format === 'checkpoint' ? [] : [table(['tensor', 'became'], mapped.map(({ from, to }) => [from, to]))]),
  ...(left.length > 0 ? [table(['left out', 'because'], left.map(({ name, why }) => [name, why]))] : []),
  ...(fresh.length > 0 ? [`New, with initial values: ${fresh.join(', ')}.`] : []),
  ...(left.length > 0 && format === 'lucidrains' ? ['Its blocks compute other functions than these: this is a start for training, and not that model.'] : []),
].join('\n\n')
