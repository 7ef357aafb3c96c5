import { tolerance } from '../agreement.ts'
import { measureSize, productSides, type SideResult, type SizeResult } from '../measure.ts'
import { describeSize, sizes } from '../sizes.ts'
import type { Section, SectionResult } from './section.ts'

const busy = 0.05
const slowProducts = 1 / 3

/** The whole training step beside the same computation in PyTorch. */
export const stepSection: Section = {
  name: 'step',
  title: 'Training step',
  about: 'Forward, backward, clip, AdamW; fp32. Both sides take turns on the same weights and the same batch, after it was checked that losses and gradients of ours and eager fp32 PyTorch agree; torch.compile and bf16 autocast take their turns too. ' +
    'Milliseconds are medians, in brackets the middle half.',
  standard: true,
  async run(context) {
    const results: SizeResult[] = []
    for (const name of context.sizes) results.push(await measureSize(sizes[name]!, context))
    return report(results, context.hot)
  },
}

const report = (results: readonly SizeResult[], hot: number): SectionResult => ({
  tables: [
    {
      columns: ['size', 'ours, ms', 'PyTorch, ms', 'PyTorch / ours', 'rounds', 'torch.compile, ms', 'bf16 autocast, ms', 'our peak, MiB', 'PyTorch peak, MiB'],
      rows: results.map(({ size, ours, reference, variants, ratio }) => [
        size.name, time(ours), reference ? time(reference) : 'not run', ratio?.medians.toFixed(2) ?? '–',
        ratio ? `${ratio.lowestRound.toFixed(2)} … ${ratio.highestRound.toFixed(2)}` : '–', variant(variants.compile), variant(variants.bf16), mebibytes(ours), reference ? mebibytes(reference) : 'not run',
      ]),
    },
    {
      title: 'Where our step goes',
      columns: ['size', 'nodes', 'trace and compile, s', 'matrix products, GFLOP', 'their share of the step', 'GFLOP/s in the step', 'GFLOP/s of one product alone', 'PyTorch\'s'],
      rows: results.map(({ size, ours, reference }) => [
        size.name, String(ours.profile.nodes), ours.readySeconds.toFixed(2), ours.profile.productGflop.toFixed(1),
        `${((100 * ours.profile.products) / ours.profile.milliseconds).toFixed(0)} %`, ((1000 * ours.profile.productGflop) / ours.profile.products).toFixed(0),
        ours.productRate.toFixed(0), reference?.productRate.toFixed(0) ?? 'not run',
      ]),
    },
    ...(hot > 0 ? results.map((result) => hottest(result, hot)) : []),
  ],
  notes: [...results.flatMap(notesOf), `The product alone is [${productSides.slice(0, 2).join('×')}]·[${productSides.slice(1).join('×')}], best of 20.`],
  data: results.map(({ size, ...rest }) => ({ name: size.name, is: describeSize(size), ...rest })),
  differs: results.some(({ agreement }) => agreement?.agrees === false),
})

const time = ({ step: { median, lower, upper } }: SideResult): string => `${median.toFixed(1)} (${lower.toFixed(1)} … ${upper.toFixed(1)})`
const variant = (result: SideResult | { without: string } | undefined): string => (result && 'step' in result ? time(result) : 'not run')
const mebibytes = ({ peakMemory }: SideResult): string => (peakMemory === null ? 'unknown' : (peakMemory / 2 ** 20).toFixed(0))

const hottest = ({ size, ours }: SizeResult, hot: number) => ({
  title: `Slowest nodes of ${size.name}, by ONNX Runtime's profiler`,
  columns: ['ms a step', 'times', 'operator', 'inputs'],
  rows: ours.profile.kinds.slice(0, hot).map(({ op, inputs, count, milliseconds }) => [milliseconds.toFixed(2), String(Math.round(count)), op, inputs]),
})

const about = ({ about }: SideResult): string => Object.entries(about).map(([key, value]) => `${key} ${value}`).join(', ')

const notesOf = (result: SizeResult): string[] => {
  const { size, ours, reference, otherLoad: { before, after } } = result
  return [
    `${describeSize(size)}.`,
    agreementNote(result),
    ...(reference ? [`${size.name}: PyTorch is ${about(reference)}.`] : []),
    ...Object.entries(result.variants).flatMap(([name, variant]) => ('without' in variant ? [`${size.name}: PyTorch's ${name} was not run: ${variant.without}`] : [])),
    ...(Math.max(before, after) > busy ? [`${size.name}: **other programs kept ${(100 * Math.max(before, after)).toFixed(0)} % of the cores busy, so these times are not to be trusted.**`] : []),
    ...(reference && reference.productRate < ours.productRate * slowProducts ? [`${size.name}: this PyTorch multiplies matrices several times slower than it could (a build without a tuned BLAS?), so the ratio is about that build.`] : []),
  ]
}

const agreementNote = ({ size: { name }, agreement, without }: SizeResult): string => {
  if (without !== null) return `${name}: PyTorch was not found (${without}), so our numbers stand alone. Point BENCH_PYTHON at a Python with torch ≥ 2 and numpy.`
  const { agrees, losses, gradientNorms, gradients, worst, first } = agreement!
  const apart = `losses ${losses.toExponential(1)}, gradient norms ${gradientNorms.toExponential(1)}, gradients ${gradients.toExponential(1)} apart (${worst} most)`
  return agrees
    ? `${name}: the same computation: loss ${first.ours['total']!.toFixed(5)} and ${first.reference['total']!.toFixed(5)}; ${apart}.`
    : `${name}: **not the same computation (more than ${tolerance} apart), so no ratio:** ${apart}; ours ${JSON.stringify(first.ours)}, PyTorch ${JSON.stringify(first.reference)}.`
}
