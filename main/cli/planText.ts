import { patchesPerImage, hasImages, type RunConfig } from '../../protocol/config/index.ts'
import type { Plan, StepFlop } from '../../protocol/plan.ts'
import { table } from './format.ts'

/** A number in the unit that leaves one to three digits before the point: `1.36 B`, `47 GFLOP`. */
const scaled = (value: number, units: readonly string[], base = 1000): string => {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, value)) / Math.log(base))))
  return `${Number((value / base ** power).toPrecision(3))} ${units[power]!}`.trimEnd()
}

const count = (value: number): string => scaled(value, ['', 'K', 'M', 'B', 'T'])
const flops = (value: number): string => scaled(value, ['', 'K', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'].map((unit) => `${unit}FLOP`))
export const bytes = (value: number): string => scaled(value, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'], 1024)

/** A long time, in the unit that a person plans with. */
export const longTime = (milliseconds: number): string => {
  const units: [string, number][] = [['year', 31_557_600_000], ['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1000]]
  const [unit, length] = units.find(([, length]) => milliseconds >= 2 * length) ?? ['millisecond', 1]
  const amount = milliseconds / length
  const rounded = amount >= 10_000 ? Number(amount.toPrecision(2)) : amount >= 10 ? Math.round(amount) : Number(amount.toPrecision(2))
  return `${rounded.toLocaleString('en')} ${unit}${rounded === 1 ? '' : 's'}`
}

const sum = (parts: object): number => Object.values(parts).reduce<number>((all, part) => all + Number(part), 0)

/** The plan in one sentence: size, patches, steps; memory, time. */
export const planSentence = (plan: Plan, config: RunConfig): string => {
  const { size } = config.patch
  const what = [
    `${count(sum(plan.parameters))} parameters`,
    ...(hasImages(config) ? [`${size} × ${size} patches (${patchesPerImage(config)} an image)`] : []),
    `${config.train.steps.toLocaleString('en')} ${config.train.steps === 1 ? 'step' : 'steps'}`,
  ].join(', ')
  return `${what}: ${bytes(neededBytes(plan))}${plan.time ? `, ${longTime(plan.time.run)}` : ''} on this machine${fits(plan) ? '' : `, which has ${bytes(plan.memory.machine)}: it does not fit`}${plan.memory.recomputed !== undefined && fits(plan) ? ', with results computed again in the backward pass' : ''}`
}

const neededBytes = ({ memory: { state, step, recomputed = step } }: Plan): number => state + recomputed

export const fits = (plan: Plan): boolean => neededBytes(plan) <= plan.memory.machine

const partNames: Record<keyof StepFlop, string> = { blocks: 'weights of the blocks', attention: 'attention', text: 'output head', patches: 'patch codec', optimizer: 'Muon' }

/** All of a plan, for a terminal. */
export const planText = (plan: Plan, config: RunConfig): string => {
  const { parameters, flop, memory, time } = plan
  const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`
  const all = sum(parameters), exact = sum(flop)
  const { steps } = config.train
  return [
    planSentence(plan, config),
    table(['parameters', '', ''], [
      ['transformer', count(parameters.transformer), share(parameters.transformer, all)],
      ['text in and out', count(parameters.text), share(parameters.text, all)],
      [`patch codec (${config.patch.codec})`, count(parameters.patches), share(parameters.patches, all)],
    ]),
    table(['compute', 'a step', 'the run'], [
      ...(Object.keys(partNames) as (keyof StepFlop)[]).filter((part) => flop[part] > 0).map((part) => [partNames[part], flops(flop[part]), flops(flop[part] * steps)]),
      ['all products', flops(exact), flops(exact * steps)],
      ['6ND', flops(plan.sixND), flops(plan.sixND * steps)],
    ]),
    table(['memory', ''], [['parameters and optimiser', bytes(memory.state)], ['one step', bytes(memory.step)], ...(memory.recomputed === undefined ? [] : [['with results computed again (engine.recompute)', bytes(memory.recomputed)]])]),
    ...(time ? [`${longTime(time.step)} a step, without evaluations, sample sheets and checkpoints.\n` +
      `Timed: ${time.probe.one.toFixed(0)} ms with one block and ${time.probe.two.toFixed(0)} ms with two, at width ${time.probe.dim}, batch ${time.probe.batch}, length ${time.probe.length}; ${plan.machine}.`] : []),
    ...(fits(plan) ? [] : ['To make it fit, lower train.batch or data.sequenceLength (one step), or model.dim and model.layers (parameters).']),
  ].join('\n\n')
}
