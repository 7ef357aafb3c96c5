import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import { contactSheet } from './contactSheet.ts'
import { needPositional, numberOption, refuseMorePositionals, type Command } from './command.ts'

/** `lab reconstruct`: what an autoencoder makes of held-out pictures. */
export const reconstruct: Command = {
  name: 'reconstruct',
  usage: 'RUN --sheet FILE [--step N]',
  summary: 'Write an autoencoder\'s last sheet as one PNG file: held-out pictures, each beside its reconstruction.',
  options: {
    sheet: { value: 'FILE', help: 'PNG file that gets the pictures' },
    step: { value: 'N', help: 'the sheet of this step instead of the last' },
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The autoencoder')
    refuseMorePositionals(input, 1)
    const file = input.value('sheet')
    if (file === undefined || file === '') throw new InputError('--sheet is missing; write --sheet FILE for the PNG file that gets the pictures.')
    const host = context.openHost()
    const run = host.runs.find(reference)
    const media = host.runs.media(run.id).filter(({ key }) => key === 'reconstruction')
    if (media.length === 0) throw new InputError(`Run "${run.name}" has no reconstructions; they come with a run of task "autoencoder", at the cadence of train.sampleEvery.`)
    const steps = [...new Set(media.map(({ step }) => step))]
    const step = numberOption(input, 'step', { least: 0 }) ?? Math.max(...steps)
    const shown = media.filter((item) => item.step === step)
    if (shown.length === 0) throw new InputError(`Run "${run.name}" has no reconstructions of step ${step}; there are some of ${steps.join(', ')}.`)
    writeFileSync(resolve(file), await contactSheet(shown.map(({ sha256, text }) => ({ png: host.runs.picture(sha256)!, text })), 8, shown[0]!.width / shown[0]!.height))
    context.output.say(`${resolve(file)} has ${shown.length} held-out pictures, each beside its reconstruction at step ${step}.`)
    context.output.emit({ event: 'finished', run: run.id, step, file: resolve(file) })
    return 0
  },
}
