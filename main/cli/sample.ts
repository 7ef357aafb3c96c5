import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { modalityNames } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { choiceOption } from './choiceOption.ts'
import { needPositional, numberOption, refuseMorePositionals, type Command } from './command.ts'
import { drawingOptions, readDrawing } from './drawingOptions.ts'
import { showRequestProgress } from './requestProgress.ts'

const { guidance, steps, seed } = drawingOptions

/** `lab sample`: makes pictures or waves of prompts. */
export const sample: Command = {
  name: 'sample',
  usage: 'RUN --prompt "…" --out DIR [--modality image|wave] [--count N] [--guidance W] [--steps N] [--size WxH] [--seed S]',
  summary: 'Make pictures (PNG) or waves (WAV, and PNG of their curves) of prompts with a run\'s last checkpoint.',
  options: {
    prompt: { value: 'TEXT', help: 'what to draw; may be repeated', multiple: true },
    out: { value: 'DIR', help: 'folder for the pictures; made if it is missing' },
    modality: { value: 'NAME', help: 'image or wave (image, where the run has images)' },
    count: { value: 'N', help: 'pictures or waves of each prompt (1)' },
    guidance, steps,
    size: { value: 'WxH', help: 'size of the pictures, for a run with image.buckets: one of these, or the square of image.size (the default)' },
    seed,
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to draw with')
    refuseMorePositionals(input, 1)
    const prompts = input.values('prompt')
    if (prompts.length === 0) throw new InputError('--prompt is missing; write --prompt "a red ring".')
    const out = input.value('out')
    if (out === undefined || out === '') throw new InputError('--out is missing; write --out DIR for the folder that gets the pictures.')
    const count = numberOption(input, 'count', { least: 1 }) ?? 1
    const drawing = readDrawing(input)
    const modality = choiceOption(input, 'modality', modalityNames)
    const size = input.value('size')
    const host = context.openHost()
    showRequestProgress(host, context.output)
    const run = host.runs.find(reference)
    const pictures = await host.runs.sample(run.id, {
      prompts: prompts.flatMap((prompt) => Array.from({ length: count }, () => prompt)), ...drawing,
      ...(modality === undefined ? {} : { modality }), ...(size === undefined ? {} : { size }),
    })
    const folder = resolve(out)
    mkdirSync(folder, { recursive: true })
    const files = pictures.flatMap(({ sha256, wav, text }, place) => {
      const name = join(folder, `${String(place + 1).padStart(3, '0')}-${slug(text)}`)
      return [...(wav === undefined ? [] : [['wav', wav] as const]), ['png', sha256] as const].map(([kind, hash]) => {
        const file = `${name}.${kind}`
        writeFileSync(file, host.runs.picture(hash)!)
        context.output.emit({ event: 'sample', file, prompt: text })
        return file
      })
    })
    context.output.say(files.join('\n'))
    context.output.emit({ event: 'finished', run: run.id, files })
    return 0
  },
}

const slug = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 40) || 'picture'
