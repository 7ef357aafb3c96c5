import { z } from 'zod'
import { runConfigSchema } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { refuseMorePositionals, type Command } from './command.ts'
import { configOptions, readConfig } from './configInput.ts'

/** `lab config`: a config with every default filled in, or the schema of all configs. */
export const config: Command = {
  name: 'config',
  usage: '[CONFIG.json] [--preset NAME] [--set KEY=VALUE …] | --schema',
  summary: 'Print a whole config, defaults filled in, or the JSON Schema of configs.',
  options: { ...configOptions, schema: { help: 'the JSON Schema, with one line of doc, unit and range for every key' } },
  run: async (input, { output }) => {
    refuseMorePositionals(input, 1)
    if (input.has('schema') && (input.positionals.length > 0 || input.has('set') || input.has('preset'))) {
      throw new InputError('--schema describes all configs; leave out the file, --preset and --set.')
    }
    const tree = input.has('schema') ? z.toJSONSchema(runConfigSchema, { io: 'input' }) : readConfig(input, input.positionals[0]).config
    if (output.json) output.emit(tree as Record<string, unknown>)
    else output.say(JSON.stringify(tree, null, 2))
    return 0
  },
}
