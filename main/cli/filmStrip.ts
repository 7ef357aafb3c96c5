import { writeFileSync } from 'node:fs'
import { InputError } from '../../protocol/errors.ts'
import { contactSheet } from './contactSheet.ts'
import { needPositional, refuseMorePositionals, type Command } from './command.ts'
import { drawingOptions, readDrawing } from './drawingOptions.ts'
import { showRequestProgress } from './requestProgress.ts'

const { guidance, steps, seed } = drawingOptions

/** `lab filmstrip`: how a run learned to draw. */
export const filmStrip: Command = {
  name: 'filmstrip',
  usage: 'RUN --out FILE.png [--prompt "…"] [--seed S] [--guidance W] [--steps N]',
  summary: 'Draw the same prompts from the same noise with every checkpoint of a run: a row for each prompt, a column for each step.',
  options: {
    out: { value: 'FILE', help: 'the picture to write' },
    prompt: { value: 'TEXT', help: 'what to draw; may be repeated (prompts of the newest sample sheet)', multiple: true },
    guidance, steps, seed,
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to draw with')
    refuseMorePositionals(input, 1)
    const out = input.value('out')
    if (out === undefined || !out.endsWith('.png')) throw new InputError('--out is missing; write --out strip.png.')
    const drawing = readDrawing(input)
    const host = context.openHost()
    showRequestProgress(host, context.output)
    const strip = await host.runs.filmStrip(reference, { prompts: [...input.values('prompt')], ...drawing })
    const items = strip.pictures.flatMap((row, i) => row.map(({ sha256, step }, k) => ({ png: host.runs.picture(sha256)!, text: k === 0 ? `step ${step}: ${strip.prompts[i]!}` : `step ${step}` })))
    writeFileSync(out, await contactSheet(items, strip.steps.length))
    context.output.say(`${out}: ${strip.prompts.length} ${strip.prompts.length === 1 ? 'prompt' : 'prompts'} through ${strip.steps.length} checkpoints.`)
    context.output.emit({ event: 'filmstrip', file: out, steps: strip.steps, prompts: strip.prompts })
    return 0
  },
}
