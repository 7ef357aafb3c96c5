import { InputError } from '../../protocol/errors.ts'
import { needPositional, numberOption, refuseMorePositionals, type Command } from './command.ts'
import { table } from './format.ts'
import { showTensors } from './tensors.ts'

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(3)} GB`

/** `lab checkpoints`: what is kept of a run, and what a policy would keep. */
export const checkpoints: Command = {
  name: 'checkpoints',
  usage: 'RUN [--prune [--dry-run] [--aside]] [--keep-last N] [--every N] [--best METRIC] [--pin STEP] [--unpin STEP] | RUN[@STEP] --tensors [--against RUN[@STEP]]',
  summary: 'List a run\'s checkpoints and why each stays; --prune removes the others. The last, the best and pinned ones always stay.',
  options: {
    prune: { help: 'remove the checkpoints for which no reason is listed' },
    'dry-run': { help: 'with --prune: only say what would go' },
    aside: { help: 'with --prune: also those that were set aside when the run went on from an earlier step' },
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
    if (input.has('aside') && !input.has('prune')) throw new InputError('--aside goes with --prune; those set aside are listed in any case.')
    const policy = { keepLast: numberOption(input, 'keep-last', { least: 1 }) ?? 1, every: numberOption(input, 'every', { least: 0 }) ?? 0, aside: input.has('aside') }
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
    for (const { step, bytes } of plan.aside) context.output.emit({ event: 'aside', step, bytes, removed: removes && policy.aside })
    const fate = removes ? 'removed' : input.has('prune') ? 'would go' : ''
    const lines = [
      ...rows.map(({ step, bytes, reasons }) => [String(step), gigabytes(bytes), reasons.join(', ') || fate]),
      ...plan.aside.map(({ step, bytes }) => [String(step), gigabytes(bytes), policy.aside ? fate : 'set aside by a resume']),
    ]
    context.output.say(lines.length === 0 ? 'There are no checkpoints yet.' : table(['step', 'size', 'stays because'], lines))
    if (!input.has('prune')) return 0
    const gone = plan.drop.length + (policy.aside ? plan.aside.length : 0)
    context.output.say(`${gone} of ${lines.length} ${removes ? 'were removed' : 'would go'}: ${gigabytes(plan.bytes)}.`)
    if (plan.aside.length > 0 && !policy.aside) context.output.say(`${plan.aside.length} set aside by a resume stay, ${gigabytes(plan.aside.reduce((sum, { bytes }) => sum + bytes, 0))}; --aside removes them too.`)
    return 0
  },
}
