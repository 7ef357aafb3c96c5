import type { CheckpointReading } from '../../protocol/checkpoints.ts'
import type { Arguments, CliContext } from './command.ts'
import { table } from './format.ts'
import { showRequestProgress } from './requestProgress.ts'

/** `lab checkpoints --tensors`: what is in a checkpoint. */
export const showTensors = async (reference: string, input: Arguments, context: CliContext): Promise<number> => {
  const host = context.openHost()
  showRequestProgress(host, context.output)
  const reading = await host.runs.tensors(reference, input.value('against') ?? null)
  context.output.say(tensorsText(reading))
  context.output.emit({ event: 'tensors', ...reading })
  return 0
}

const bars = '▁▂▃▄▅▆▇█'

/** A histogram in one line: the highest bar is the most frequent value. */
const spark = (histogram: readonly number[]): string => {
  const most = Math.max(...histogram)
  return histogram.map((count) => (count === 0 ? ' ' : bars[Math.ceil((count / most) * bars.length) - 1]!)).join('')
}

const number = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value))

const tensorsText = ({ step, against, tensors, missing }: CheckpointReading): string => {
  const compared = against === null ? [] : ['‖change‖', 'relative', 'cosine']
  return [
    `Step ${step}${against === null ? '' : ` against step ${against}`}: ${tensors.length} tensors, ${tensors.reduce((sum, { count }) => sum + count, 0).toLocaleString('en')} numbers.`,
    table(['tensor', 'shape', 'norm', 'mean', 'deviation', 'least', 'most', 'histogram', ...compared], tensors.map(({ name, shape, norm, mean, deviation, least, most, notFinite, histogram, change }) => [
      name, `[${shape.join(', ')}]`, number(norm), number(mean), number(deviation), number(least), number(most), notFinite > 0 ? `${notFinite} not finite` : spark(histogram),
      ...(against === null ? [] : change ? [number(change.norm), number(change.relative), number(change.cosine)] : ['not there', '', '']),
    ])),
    ...(missing.length > 0 ? [`Only in step ${against}: ${missing.join(', ')}.`] : []),
  ].join('\n\n')
}
