import { pairKindLabels, pairKinds, type InspectedSequence, type MaskView } from '../../protocol/inspection/index.ts'

/** An inspection as lines of text: of each mask the pairs by kind, the density and the verdicts. */
export const inspectionSummary = ({ sequence, masks }: { sequence: Pick<InspectedSequence, 'title' | 'length' | 'used'>; masks: readonly MaskView[] }): string =>
  [`${sequence.title}: ${sequence.used} positions${sequence.length > sequence.used ? ` and ${sequence.length - sequence.used} of padding` : ''}`, ...masks.flatMap(maskLines)].join('\n')

const maskLines = ({ name, source, description, pairs, allowed, density, flopShare, reach, checks }: MaskView): string[] => [
  '',
  `${name}: ${description}`,
  `  ${source}`,
  `  ${count(allowed)} pairs allowed; density ${percent(density)}, ${percent(flopShare)} of what dense attention computes`,
  ...pairKinds.filter((kind) => pairs[kind].all > 0).map((kind) => `    ${pairKindLabels[kind].padEnd(20)} ${count(pairs[kind].allowed).padStart(12)} of ${count(pairs[kind].all)}`),
  ...(reach.added > 0 ? [`  ${count(reach.added)} pairs more are reached through ${reach.layers} layers`] : []),
  ...checks.map(({ label, verdict, sentence }) => `  ${words[verdict].padEnd(8)} ${label}: ${sentence}`),
]

const words = { passes: 'passes', fails: 'FAILS', notApplicable: '—' } as const
const count = (number: number): string => number.toLocaleString('en')
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
