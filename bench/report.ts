import { tolerance } from './agreement.ts'
import { productSides, type SideResult, type SizeResult } from './measure.ts'
import { describeSize } from './sizes.ts'
import type { NodeKind } from './profile.ts'

/** What the numbers were taken with. */
export interface Circumstances {
  date: string
  command: string
  machine: Record<string, string>
  threads: number
}

const busy = 0.05
const slowProducts = 1 / 3

export const reportHead = ({ date, command, machine, threads }: Circumstances): string => [
  `Training step: forward, backward, clip, AdamW; fp32; ${threads} ${threads === 1 ? 'thread' : 'threads'} a side.`,
  `${date} · ${Object.values(machine).join(' · ')}`,
  `$ ${command}`,
].join('\n')

export const reportSize = (result: SizeResult, hot: number): string => {
  const { size, ours, reference, ratio } = result
  const { profile } = ours
  const share = profile.products / profile.milliseconds
  return [
    '',
    describeSize(size),
    ...agreementLines(result),
    sideLine('ours', ours),
    ...(reference ? [sideLine('PyTorch', reference)] : []),
    ...(ratio ? [`  PyTorch / ours: ${ratio.medians.toFixed(2)} (single rounds ${ratio.lowestRound.toFixed(2)} … ${ratio.highestRound.toFixed(2)})`] : []),
    `  ours: trace and compile ${ours.readySeconds.toFixed(2)} s, ${profile.nodes} nodes; matrix products ${(100 * share).toFixed(0)} % of the step ` +
      `(${profile.productGflop.toFixed(1)} GFLOP at ${(profile.productGflop / profile.products * 1000).toFixed(0)} GFLOP/s)`,
    ...warnings(result),
    ...profile.kinds.slice(0, hot).map(kindLine),
  ].join('\n')
}

const sideLine = (name: string, { about, step, times, peakMemory, productRate }: SideResult): string =>
  `  ${name.padEnd(8)} ${step.median.toFixed(1)} ms/step (middle half ${step.lower.toFixed(1)} … ${step.upper.toFixed(1)}, ${times.length} steps) · ` +
  `peak ${peakMemory === null ? 'unknown' : `${(peakMemory / 2 ** 20).toFixed(0)} MiB`} · [${productSides.slice(0, 2).join('×')}]·[${productSides.slice(1).join('×')}] alone ${productRate.toFixed(0)} GFLOP/s\n` +
  `           ${Object.entries(about).map(([key, value]) => `${key} ${value}`).join(', ')}`

const agreementLines = ({ agreement, without }: SizeResult): string[] => {
  if (without !== null) return [`  PyTorch was not found (${without}): our numbers alone. Point BENCH_PYTHON at a Python with torch ≥ 2 and numpy.`]
  if (!agreement) return []
  const { agrees, losses, gradientNorms, gradients, worst, first } = agreement
  const apart = `losses ${losses.toExponential(1)}, gradient norms ${gradientNorms.toExponential(1)}, gradients ${gradients.toExponential(1)} apart (${worst} most)`
  if (agrees) return [`  same computation: loss ${first.ours.total.toFixed(5)} and ${first.reference.total.toFixed(5)}; ${apart}`]
  return [`  NOT the same computation (more than ${tolerance} apart), so no ratio: ${apart}; ours ${JSON.stringify(first.ours)}, PyTorch ${JSON.stringify(first.reference)}`]
}

const warnings = ({ otherLoad: { before, after }, ours, reference }: SizeResult): string[] => [
  ...(Math.max(before, after) > busy ? [`  ! other programs kept ${(100 * Math.max(before, after)).toFixed(0)} % of the cores busy: these times are not to be trusted.`] : []),
  ...(reference && reference.productRate < ours.productRate * slowProducts ? ['  ! this PyTorch multiplies matrices several times slower than it could (a build without a tuned BLAS?): the ratio is about that build.'] : []),
]

const kindLine = ({ op, inputs, count, milliseconds }: NodeKind): string =>
  `    ${milliseconds.toFixed(2).padStart(8)} ms  ${String(Math.round(count)).padStart(4)} × ${op} ${inputs}`
