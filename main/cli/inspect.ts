import { writeFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { inspectionSummary } from '../../masks/inspection/summary.ts'
import { pairKindLabels, pairKinds, unpackSequence, type HeadFigures, type MaskVerdict } from '../../protocol/inspection/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { needPositional, numberOption, refuseMorePositionals, type Command } from './command.ts'
import { figure, table } from './format.ts'
import { readMask } from './maskInput.ts'
import { maskPicture } from './maskPicture.ts'
import { showRequestProgress } from './requestProgress.ts'

/** `lab inspect`: a run's mask over a held-out sequence, and what its heads attend to there. */
export const inspect: Command = {
  name: 'inspect',
  usage: 'RUN [--mask NAME|FILE …] [--sequence N] [--noise X] [--attention] [--perturb] [--out FILE]',
  summary: 'Count and check a run\'s mask on a held-out sequence; read the attention of its last checkpoint.',
  options: {
    mask: { value: 'NAME|FILE', help: 'look at this mask in place of the run\'s; may be repeated', multiple: true },
    sequence: { value: 'N', help: 'which held-out sequence, from 0 (0)' },
    noise: { value: 'X', help: 'noise t / T of its images, 0 to 1 (0.5)' },
    step: { value: 'N', help: 'step of the checkpoint that is read (the last)' },
    attention: { help: 'entropy, distance and mean attention by kind of pair of every head' },
    average: { value: 'N', help: 'with --attention: mean over this many held-out sequences (1)' },
    perturb: { help: 'change each position in turn and look which outputs of the trained model change' },
    out: { value: 'FILE', help: 'PNG file that gets the picture; of several masks each gets its name in the file\'s' },
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to inspect')
    refuseMorePositionals(input, 1)
    const masks = input.values('mask').map(readMask)
    const sequence = numberOption(input, 'sequence', { least: 0 }) ?? 0
    const noise = numberOption(input, 'noise', { least: 0, whole: false }) ?? 0.5
    if (noise > 1) throw new InputError(`--noise is "${noise}"; it is t / T, at most 1.`)
    const step = numberOption(input, 'step', { least: 0 }) ?? null
    const host = context.openHost()
    showRequestProgress(host, context.output)
    const { output } = context
    const run = host.runs.find(reference).id
    const inspection = await host.request('inspect.masks', { of: { run }, masks, sequence, noise })
    output.say(inspectionSummary(inspection))
    for (const view of inspection.masks) output.emit({ event: 'mask', ...view })
    const out = input.value('out')
    for (const view of out === undefined ? [] : inspection.masks) {
      const file = resolve(inspection.masks.length === 1 ? out! : `${out!.slice(0, out!.length - extname(out!).length)}-${view.name.replace(/[^\w-]+/g, '-')}${extname(out!)}`)
      writeFileSync(file, await maskPicture(unpackSequence(inspection.sequence), view))
      output.say(`${file} has the picture of ${view.name}.`)
    }
    const checks: MaskVerdict[] = []
    for (const mask of masks.length > 0 ? masks : [null]) {
      if (input.has('attention')) {
        const { figures, averaged, check, mask: view } = await host.request('inspect.attention', { run, step, sequence, noise, mask, average: numberOption(input, 'average', { least: 1 }) ?? 1, show: null })
        output.say(`\nattention under ${view.name}, mean over ${averaged} held-out sequence${averaged === 1 ? '' : 's'}\n${attentionTable(figures)}\n${check.sentence}`)
        output.emit({ event: 'attention', mask: view.name, averaged, figures, check })
        checks.push(check)
      }
      if (input.has('perturb')) {
        const { check, mask: view } = await host.request('inspect.perturb', { of: { run, step }, mask, sequence, noise })
        output.say(`\n${view.name}: ${check.sentence}`)
        output.emit({ event: 'perturbation', mask: view.name, check })
        checks.push(check)
      }
    }
    return checks.some(({ verdict }) => verdict === 'fails') ? 1 : 0
  },
}

const attentionTable = (figures: readonly HeadFigures[]): string => {
  const kinds = pairKinds.filter((kind) => figures.some((each) => each.kinds[kind] > 0))
  const rows = figures.map(({ layer, head, entropy, distance, kinds: mass }) =>
    [`${layer}.${head}`, entropy.toFixed(2), distance.toFixed(1), ...kinds.map((kind) => figure(Number(mass[kind].toFixed(3))))])
  return table(['layer.head', 'entropy (nats)', 'distance', ...kinds.map((kind) => pairKindLabels[kind])], rows)
}
