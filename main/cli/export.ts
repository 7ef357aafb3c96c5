import { InputError } from '../../protocol/errors.ts'
import { nearest } from '../../protocol/config/nearest.ts'
import { exportDtypes, exportFormatWords, exportFormats, exportWeights, type ExportOptions } from '../../protocol/export.ts'
import { needPositional, numberOption, refuseMorePositionals, type Arguments, type Command } from './command.ts'
import { showRequestProgress } from './requestProgress.ts'

/** `lab export`: a checkpoint in a form that works without the app. */
export const exportRun: Command = {
  name: 'export',
  usage: 'RUN --format FORMAT --out PATH [--dtype fp32|fp16|bf16] [--weights ema|raw] [--step N]',
  summary: 'Take a checkpoint away, in a form that works without this app.',
  options: {
    format: { value: 'FORMAT', help: exportFormats.map((format) => `${format}: ${exportFormatWords[format]}`).join('; ') },
    out: { value: 'PATH', help: 'new folder for the export; for labrun, the new file' },
    dtype: { value: 'TYPE', help: 'fp32, fp16 or bf16 (fp32)' },
    weights: { value: 'WHICH', help: 'ema (averaged) or raw (those that the run samples with)' },
    step: { value: 'N', help: 'a step that has a checkpoint (the last)' },
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to export')
    refuseMorePositionals(input, 1)
    const options = readOptions(input)
    const out = input.value('out')
    if (out === undefined || out === '') throw new InputError('--out is missing; write --out PATH for what is to be made.')
    const host = context.openHost()
    showRequestProgress(host, context.output)
    context.onInterrupt(() => host.runs.stopExport(reference))
    const { path, step, files } = await host.runs.export(reference, options, out)
    context.output.say(`${path} has step ${step} as ${options.format}:\n${files.map(({ name, bytes, sha256 }) => `  ${name}  ${bytes} bytes  ${sha256}`).join('\n')}`)
    context.output.emit({ event: 'exported', path, step, files })
    return 0
  },
}

const readOptions = (input: Arguments): ExportOptions => {
  const format = oneOf(input, 'format', exportFormats)
  if (format === undefined) throw new InputError(`--format is missing; write one of ${exportFormats.join(', ')}.`)
  const dtype = oneOf(input, 'dtype', exportDtypes), weights = oneOf(input, 'weights', exportWeights)
  const step = numberOption(input, 'step', { least: 0 })
  return { format, ...(dtype === undefined ? {} : { dtype }), ...(weights === undefined ? {} : { weights }), ...(step === undefined ? {} : { step }) }
}

const oneOf = <Word extends string>(input: Arguments, name: string, words: readonly Word[]): Word | undefined => {
  const given = input.value(name)
  if (given === undefined) return undefined
  const found = words.find((word) => word === given)
  if (found === undefined) throw new InputError(`--${name} is "${given}"; it must be ${words.join(', ')}${nearest(given, words) ? `. Did you mean "${nearest(given, words)}"?` : '.'}`)
  return found
}
