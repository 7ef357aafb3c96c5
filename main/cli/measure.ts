import { InputError } from '../../protocol/errors.ts'
import { measureDefaults, measurementNames, measurements, usualMeasurements, type MeasurementName } from '../../protocol/measurements.ts'
import { metricInfo } from '../../protocol/metricKeys.ts'
import { needPositional, numberOption, refuseMorePositionals, type Arguments, type Command } from './command.ts'
import { figure, table } from './format.ts'
import { showRequestProgress } from './requestProgress.ts'

const widest = Math.max(...measurementNames.map(({ length }) => length))

/** `lab measure`: numbers of a checkpoint on held-out data. */
export const measure: Command = {
  name: 'measure',
  usage: 'RUN [--what NAME]… [--count N] [--step N] [--guidance W]… [--steps N]… [--seed S]',
  summary: `Measure a checkpoint on held-out data. What can be measured:\n${measurementNames.map((name) => `  ${name.padEnd(widest)} ${measurements[name]}`).join('\n')}`,
  options: {
    what: { value: 'NAME', help: `what to measure, may be repeated (heldOut, raster, captions, frechet, as far as the run has pictures, sounds and text)`, multiple: true },
    count: { value: 'N', help: `held-out documents of each measurement (${measureDefaults.count})` },
    step: { value: 'N', help: 'the checkpoint of this step (the last)' },
    guidance: { value: 'W', help: `a weight of the guidance sweep, may be repeated (${measureDefaults.guidance.join(', ')})`, multiple: true },
    steps: { value: 'N', help: `a number of steps of the step sweep, may be repeated (${measureDefaults.steps.join(', ')})`, multiple: true },
    seed: { value: 'S', help: 'seed of the noise that drawings start from (0)' },
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to measure')
    refuseMorePositionals(input, 1)
    const what = namesOf(input.values('what'))
    const request = {
      count: numberOption(input, 'count', { least: 2 }) ?? measureDefaults.count,
      seed: numberOption(input, 'seed', { least: 0 }) ?? measureDefaults.seed,
      guidance: listOf(input, 'guidance', measureDefaults.guidance), steps: listOf(input, 'steps', measureDefaults.steps),
    }
    const step = numberOption(input, 'step', { least: 0 })
    const host = context.openHost()
    showRequestProgress(host, context.output)
    const run = host.runs.find(reference)
    const numbers = await host.runs.measure(run.id, { ...request, what: what.length > 0 ? what : usualMeasurements(run.config) }, step)
    context.output.say(table(['measurement', 'value', 'better', 'what it is'], Object.entries(numbers).map(([key, value]) => {
      const info = metricInfo(key)
      return [key, figure(value), info?.better ?? '', info?.description ?? '']
    })))
    context.output.emit({ event: 'measured', run: run.id, count: request.count, numbers })
    return 0
  },
}

const namesOf = (words: readonly string[]): MeasurementName[] =>
  words.map((word) => {
    if (!Object.hasOwn(measurements, word)) throw new InputError(`--what is "${word}"; it must be one of ${measurementNames.join(', ')}.`)
    return word as MeasurementName
  })

const listOf = (input: Arguments, name: string, initial: readonly number[]): number[] =>
  input.values(name).length === 0 ? [...initial] : input.values(name).map((word) => {
    const number = Number(word)
    if (word.trim() === '' || !Number.isFinite(number) || number < 0) throw new InputError(`--${name} is "${word}"; it must be a number of at least 0.`)
    return number
  })
