import { readFileSync } from 'node:fs'
import { InputError, messageOf } from '../../protocol/errors.ts'
import { needPositional, numberOption, type Command } from './command.ts'
import { drawingOptions, readDrawing } from './drawingOptions.ts'
import { showRequestProgress } from './requestProgress.ts'

const { temperature, seed } = drawingOptions

/** `lab caption`: writes captions of pictures and waves. */
export const caption: Command = {
  name: 'caption',
  usage: 'RUN FILE… | RUN --count N',
  summary: 'Caption pictures (PNG, JPEG, WebP) and waves (WAV) with a run\'s last checkpoint, or N held-out ones of its dataset.',
  options: {
    count: { value: 'N', help: 'caption held-out pictures or waves instead of files' },
    temperature, seed,
  },
  run: async (input, context) => {
    const { output } = context
    const reference = needPositional(input, 0, 'The run to caption with')
    const files = input.positionals.slice(1)
    const count = numberOption(input, 'count', { least: 1 })
    if (files.length === 0 && count === undefined) throw new InputError('No files were named; write "lab caption RUN FILE…", or --count N for held-out pictures or waves of the dataset.')
    if (files.length > 0 && count !== undefined) throw new InputError('--count is for held-out ones; leave it out, or leave out the files.')
    const drawing = readDrawing(input)
    const images = files.map(readBytes)
    const host = context.openHost()
    showRequestProgress(host, output)
    const run = host.runs.find(reference)
    const captions = await host.runs.caption(run.id, {
      images, ...drawing, ...(count === undefined ? {} : { count }),
    })
    for (const [place, { text, reference: truth }] of captions.entries()) {
      const file = files[place] ?? null
      output.say(file === null ? `${text || '(nothing)'}   (${truth ?? 'no caption'})` : `${file}: ${text || '(nothing)'}`)
      output.emit({ event: 'caption', file, caption: text, reference: truth })
    }
    output.emit({ event: 'finished', run: run.id })
    return 0
  },
}

const readBytes = (file: string): Uint8Array => {
  try {
    return readFileSync(file)
  } catch (thrown) {
    throw new InputError(`The file ${file} cannot be read (${messageOf(thrown)}); check its name.`)
  }
}
