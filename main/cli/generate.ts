import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { modalityNames } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { GenerateRequest, Generation, KeptPart } from '../../protocol/generation.ts'
import type { RunRecord } from '../../protocol/records.ts'
import type { Host } from '../host/host.ts'
import { choiceOption } from './choiceOption.ts'
import { needPositional, numberOption, refuseMorePositionals, type Arguments, type CliContext, type Command } from './command.ts'
import { drawingOptions, readDrawing } from './drawingOptions.ts'
import { readPrompt } from './promptInput.ts'
import { showRequestProgress } from './requestProgress.ts'

/** `lab generate`: goes on from prompts of text and files by text, pictures and waves. */
export const generate: Command = {
  name: 'generate',
  usage: 'RUN --prompt "… <image:FILE> …" [--next image|wave|text] [--out DIR]',
  summary: 'Go on from a prompt of text and files, by text and pictures in any order.',
  options: {
    prompt: { value: 'TEXT', help: 'text, with <image:FILE> or <wave:FILE> where one is to stand; may be repeated', multiple: true },
    next: { value: 'WHAT', help: 'what comes next: image, wave, or text and nothing else (whatever the model says)' },
    out: { value: 'DIR', help: 'folder for pictures and waves; made if it is missing' },
    budget: { value: 'N', help: 'most elements to add, text tokens and patches alike (as many as fit)' },
    'top-p': { value: 'P', help: 'only the likeliest tokens that together have these odds (1)' },
    'min-p': { value: 'P', help: 'only tokens with at least this share of the likeliest one\'s odds (0)' },
    ...drawingOptions,
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to generate with')
    refuseMorePositionals(input, 1)
    const written = input.values('prompt')
    if (written.length === 0) throw new InputError('--prompt is missing; write --prompt "a red ring", or with a picture --prompt "<image:FILE>".')
    const prompts = written.map(readPrompt)
    const next = choiceOption(input, 'next', [...modalityNames, 'text'] as const)
    return generateAndTell(context, reference, { prompts, ...samplingOptions(input), ...(next === undefined ? {} : { next }) }, written, input.value('out'))
  },
}

/** What --seed and its like say. */
export const samplingOptions = (input: Arguments): Omit<GenerateRequest, 'prompts' | 'next'> => {
  const share = (name: string): number | undefined => {
    const value = numberOption(input, name, { least: 0, whole: false })
    if (value !== undefined && value > 1) throw new InputError(`--${name} is ${value}; it is a share, 1 at most.`)
    return value
  }
  const [budget, topP, minP] = [numberOption(input, 'budget', { least: 1 }), share('top-p'), share('min-p')]
  return { ...readDrawing(input), ...(budget === undefined ? {} : { budget }), ...(topP === undefined ? {} : { topP }), ...(minP === undefined ? {} : { minP }) }
}

/** Runs a request, writes its files and says its words. Ctrl-C stops it. @param remark what is worth knowing of the run, if anything */
export const generateAndTell = async (context: CliContext, reference: string, request: GenerateRequest, titles: readonly string[], out: string | undefined, remark: (run: RunRecord) => string | null = () => null): Promise<number> => {
  const { output } = context
  const host = context.openHost()
  showRequestProgress(host, output)
  const run = host.runs.find(reference)
  const remarked = remark(run)
  if (remarked !== null) output.note(remarked)
  const stop = new AbortController()
  context.onInterrupt(() => stop.abort())
  const results = await host.runs.generate(run.id, request, { signal: stop.signal })
  const folder = out === undefined || out === '' ? null : resolve(out)
  if (folder) mkdirSync(folder, { recursive: true })
  results.forEach((result, row) => tell(host, context, result, row, titles[row]!, folder))
  output.emit({ event: 'finished', run: run.id })
  return 0
}

const tell = (host: Host, { output }: CliContext, { parts, ended }: Generation<KeptPart>, row: number, title: string, folder: string | null): void => {
  const said = parts.map((part, index) => {
    if ('text' in part) return part
    const { sha256, wav } = part.picture
    const [kind, extension] = wav === undefined ? (['picture', 'png'] as const) : (['wave', 'wav'] as const)
    if (!folder) return { [kind]: null }
    const file = join(folder, `${String(row + 1).padStart(3, '0')}-${index + 1}.${extension}`)
    writeFileSync(file, host.runs.picture(wav ?? sha256)!)
    return { [kind]: file }
  })
  const words = said.map((part) => ('text' in part ? part.text : Object.entries(part).map(([kind, file]) => `<${kind}${file === null ? '; --out DIR keeps it' : `:${file}`}>`).join('')))
  output.say(`${title} → ${words.join(' ') || '(nothing)'}${ended === 'budget' ? ' …' : ''}`)
  output.emit({ event: 'generated', prompt: title, parts: said, ended })
}
