import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { contactSheet } from './contactSheet.ts'
import { needPositional, numberOption, refuseMorePositionals, type Command } from './command.ts'
import { drawingOptions, readDrawing } from './drawingOptions.ts'
import { table } from './format.ts'
import { showRequestProgress } from './requestProgress.ts'

/** `lab score`: how often a run makes and names what is asked rightly. */
export const score: Command = {
  name: 'score',
  usage: 'RUN [--count N] [--seed S] [--sheet FILE]',
  summary: 'Check what a run makes and says of held-out single-object scenes, or waves, with the rule-based checkers.',
  options: {
    count: { value: 'N', help: 'scenes or waves to make, and to caption (64)' },
    seed: drawingOptions.seed,
    sheet: { value: 'FILE', help: 'PNG file that gets what was drawn and what was captioned' },
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to score')
    refuseMorePositionals(input, 1)
    const count = numberOption(input, 'count', { least: 1 }) ?? 64
    const { seed } = readDrawing(input)
    const host = context.openHost()
    showRequestProgress(host, context.output)
    const run = host.runs.find(reference)
    const { score: result, pictures } = await host.runs.score(run.id, count, seed)
    const attributes = Object.keys(result.draw)
    const row = (name: string, half: typeof result.draw): string[] => [name, ...attributes.map((attribute) => `${(half[attribute]! * 100).toFixed(1)} %`)]
    context.output.say(table([`of ${result.count}`, ...attributes], [row('drawn', result.draw), row('captioned', result.caption)]))
    context.output.emit({ event: 'score', ...result })
    const sheet = input.value('sheet')
    if (sheet !== undefined) {
      const items = pictures.map(({ sha256, text }) => ({ png: host.runs.picture(sha256)!, text }))
      writeFileSync(resolve(sheet), await contactSheet(items, pictures[0]!.width > pictures[0]!.height ? 6 : 16, pictures[0]!.width / pictures[0]!.height))
      context.output.say(`${resolve(sheet)} has the ${result.count} that were made above and the ${result.count} that were captioned below.`)
    }
    context.output.emit({ event: 'finished', run: run.id })
    return 0
  },
}
