import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { contactSheet } from './contactSheet.ts'
import { needPositional, numberOption, refuseMorePositionals, type Command } from './command.ts'
import { table } from './format.ts'
import { showRequestProgress } from './requestProgress.ts'

/** `lab score`: how often a run draws and names shape and colour rightly. */
export const score: Command = {
  name: 'score',
  usage: 'RUN [--count N] [--seed S] [--sheet FILE]',
  summary: 'Check drawings and captions of held-out single-object scenes with the rule-based scene checker.',
  options: {
    count: { value: 'N', help: 'scenes to draw and pictures to caption (64)' },
    seed: { value: 'S', help: 'seed of noise and scenes (0)' },
    sheet: { value: 'FILE', help: 'PNG file that gets what was drawn and what was captioned' },
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to score')
    refuseMorePositionals(input, 1)
    const count = numberOption(input, 'count', { least: 1 }) ?? 64
    const seed = numberOption(input, 'seed', { least: 0 }) ?? 0
    const host = context.openHost()
    showRequestProgress(host, context.output)
    const run = host.runs.find(reference)
    const { score: result, pictures } = await host.runs.score(run.id, count, seed)
    const row = (name: string, half: typeof result.draw): string[] => [name, ...[half.shape, half.colour, half.both].map((share) => `${(share * 100).toFixed(1)} %`)]
    context.output.say(table([`of ${result.count}`, 'shape', 'colour', 'both'], [row('drawn', result.draw), row('captioned', result.caption)]))
    context.output.emit({ event: 'score', ...result })
    const sheet = input.value('sheet')
    if (sheet !== undefined) {
      const items = pictures.map(({ sha256, text }) => ({ png: host.runs.picture(sha256)!, text }))
      writeFileSync(resolve(sheet), await contactSheet(items, 16))
      context.output.say(`${resolve(sheet)} has the ${result.count} drawings above and the ${result.count} captioned pictures below.`)
    }
    context.output.emit({ event: 'finished', run: run.id })
    return 0
  },
}
