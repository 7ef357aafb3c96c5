import { writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { needPositional, numberOption, refuseMorePositionals, type Arguments, type CliContext, type Command } from './command.ts'
import { contactSheet } from './contactSheet.ts'
import { drawingOptions, readDrawing } from './drawingOptions.ts'
import { table } from './format.ts'
import { generateAndTell, samplingOptions } from './generate.ts'
import { readFile } from './promptInput.ts'
import { showRequestProgress } from './requestProgress.ts'

const { guidance, steps, seed } = drawingOptions

/** `lab edit`: edits a picture by an instruction, or scores the edits of held-out scenes. */
export const edit: Command = {
  name: 'edit',
  usage: 'RUN PICTURE "make the circle blue" [--out DIR] | RUN --count N [--sheet FILE]',
  summary: 'Edit a picture by an instruction, or score the edits of N held-out scenes, with a run that was trained on edits (data.edits).',
  options: {
    out: { value: 'DIR', help: 'folder for the edited picture (where the picture is)' },
    count: { value: 'N', help: 'score edits of held-out scenes instead' },
    sheet: { value: 'FILE', help: 'with --count: PNG file that gets each scene, what became of it, and what it should be' },
    guidance, steps, seed,
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to edit with')
    if (input.has('count')) return scoreHeldOut(reference, input, context)
    if (input.has('sheet')) throw new InputError('--sheet is for held-out scenes; add --count N, or leave it out.')
    const picture = needPositional(input, 1, 'The picture to edit')
    const instruction = needPositional(input, 2, 'The instruction')
    refuseMorePositionals(input, 3)
    if (instruction.trim() === '') throw new InputError('The instruction is empty; write one such as "make the circle blue".')
    const prompts = [[{ image: readFile(picture) }, { text: instruction.trim() }]]
    return generateAndTell(context, reference, { prompts, ...samplingOptions(input), next: 'image', single: true }, [`${picture}, ${instruction}`], input.value('out') ?? dirname(picture), unlikelyEditor)
  },
}

/** Says so of a run that never saw an edit: it draws something all the same. */
const unlikelyEditor = ({ name, config: { data } }: RunRecord): string | null =>
  [data, ...data.parts].some(({ edits }) => edits > 0) ? null : `"${name}" was trained without edits, so what it draws may have nothing to do with the picture; train on with --from and --set data.edits=0.8.`

/** Edits side by side: five in a row, three pictures each. */
const sheetColumns = 15

const scoreHeldOut = async (reference: string, input: Arguments, context: CliContext): Promise<number> => {
  refuseMorePositionals(input, 1)
  const unused = ['out', 'guidance', 'steps'].find((name) => input.has(name))
  if (unused !== undefined) throw new InputError(`--${unused} is for one picture; held-out scenes are edited with the run's own settings, so leave it out.`)
  const count = numberOption(input, 'count', { least: 1 })!
  const host = context.openHost()
  showRequestProgress(host, context.output)
  const run = host.runs.find(reference)
  const { score, pictures } = await host.runs.scoreEdits(run.id, count, readDrawing(input).seed)
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
  context.output.say(table([`of ${count} held-out edits`, 'share'], [['what was asked for is there', percent(score.applied)], ['all else is as it was', percent(score.kept)], ['both', percent(score.both)]]))
  context.output.emit({ event: 'edits', ...score })
  const sheet = input.value('sheet')
  if (sheet !== undefined) {
    writeFileSync(resolve(sheet), await contactSheet(pictures.map(({ sha256, text }) => ({ png: host.runs.picture(sha256)!, text })), sheetColumns))
    context.output.say(`${resolve(sheet)} has each scene, what became of it, and what it should be.`)
  }
  context.output.emit({ event: 'finished', run: run.id })
  return 0
}
