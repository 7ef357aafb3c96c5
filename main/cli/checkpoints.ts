import { InputError } from '../../protocol/errors.ts'
import { needPositional, numberOption, refuseMorePositionals, type Command } from './command.ts'
import { table } from './format.ts'
import { showTensors } from './tensors.ts'

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(3)} GB`

/** `lab checkpoints`: what is kept of a run, and what a policy would keep. */
export const checkpoints: Command = {
  name: 'checkpoints',
  usage: 'RUN [--prune [--dry-run]] [--keep-last N] [--every N] [--best METRIC] [--pin STEP] [--unpin STEP] | RUN[@STEP] --tensors [--against RUN[@STEP]]',
  summary: 'List a run\'s checkpoints and why each stays; --prune removes the others. The last, the best and pinned ones always stay.',
  options: {
    prune: { help: 'remove the checkpoints for which no reason is listed' },
    'dry-run': { help: 'with --prune: only say what would go' },
    'keep-last': { value: 'N', help: 'how many of the newest stay (1)' },
    every: { value: 'N', help: 'keep those of every N steps (none)' },
    best: { value: 'METRIC', help: 'what the best is judged by (eval.epsilonMse, else eval.text, else train.loss)' },
    pin: { value: 'STEP', help: 'keep the checkpoint of this step whatever comes' },
    tensors: { help: 'names, shapes, norms and histograms of the checkpoint\'s tensors' },
    against: { value: 'RUN[@STEP]', help: 'with --tensors: how each tensor differs from that of another checkpoint' },
    unpin: { value: 'STEP', help: 'take the pin away' },
  },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run whose checkpoints are meant')
    refuseMorePositionals(input, 1)
    if (input.has('tensors')) return showTensors(reference, input, context)
    if (input.has('against')) throw new InputError('--against goes with --tensors.')
    if (input.has('dry-run') && !input.has('prune')) throw new InputError('--dry-run goes with --prune; without --prune nothing is removed anyway.')
    const policy = { keepLast: numberOption(input, 'keep-last', { least: 1 }) ?? 1, every: numberOption(input, 'every', { least: 0 }) ?? 0 }
    const pin = numberOption(input, 'pin', { least: 0 }), unpin = numberOption(input, 'unpin', { least: 0 })
    const { runs } = context.openHost()
    if (pin !== undefined) runs.pin(reference, pin, true)
    if (unpin !== undefined) runs.pin(reference, unpin, false)
    const removes = input.has('prune') && !input.has('dry-run')
    const plan = (removes ? runs.prune : runs.plan)(reference, policy, input.value('best'))
    const rows = [...plan.keep, ...plan.drop.map((checkpoint) => ({ checkpoint, reasons: [] as string[] }))]
      .sort((a, b) => a.checkpoint.step - b.checkpoint.step)
      .map(({ checkpoint: { step, bytes }, reasons }) => ({ step, bytes, reasons, goes: reasons.length === 0 }))
    for (const row of rows) context.output.emit({ event: 'checkpoint', ...row, removed: removes && row.goes })
    const fate = removes ? 'removed' : input.has('prune') ? 'would go' : ''
    context.output.say(rows.length === 0 ? 'There are no checkpoints yet.' : table(['step', 'size', 'stays because'], rows.map(({ step, bytes, reasons }) => [String(step), gigabytes(bytes), reasons.join(', ') || fate])))
    if (input.has('prune')) context.output.say(`${plan.drop.length} of ${rows.length} ${removes ? 'were removed' : 'would go'}: ${gigabytes(plan.bytes)}.`)
    return 0
  },
}
