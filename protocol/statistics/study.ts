import { metricInfo, metricLabel, metricRank } from '../metricKeys.ts'
import { bestPlaces } from './best.ts'
import { betterAmong } from './direction.ts'
import { pairedDifference, type PairedDifference } from './paired.ts'
import { summarise, type Summary } from './summary.ts'
import { leftOut, variantsOf, type ComparedRun, type Variant, type Variants } from './variants.ts'

/** A metric of every variant. */
export interface StudyMetric {
  key: string
  label: string
  unit: string
  better: 'lower' | 'higher' | 'neither'
  cells: { summary: Summary | null; difference: PairedDifference | null }[]
  /** Places of the variants with the best mean, or not told from it by their seeds; none where none is worse. */
  best: number[]
}

/** Runs compared with seeds as the unit. */
export interface Study extends Variants {
  metrics: StudyMetric[]
  /** Place of the variant that the others are measured against, or −1. */
  baseline: number
  /** What weakens the comparison, a sentence each. */
  cautions: string[]
}

/** @param baseline a run; its whole variant is measured against */
export const studyOf = (runs: readonly ComparedRun[], baseline: string | null = null): Study => {
  const { knobs, variants } = variantsOf(runs)
  // Among repeats of one config and seed a variant keeps one run, so the baseline is found by config.
  const wanted = runs.find(({ id }) => id === baseline)
  const against = wanted === undefined ? -1 : variants.findIndex(({ runs: members }) => members.some(({ config, id }) => id === wanted.id || config === wanted.config))
  const configs = variants.map(({ runs: [first] }) => first!.config)
  const keys = [...new Set(runs.flatMap(({ metrics }) => [...metrics.keys()]))].filter((key) => key !== 'train.lr')
  const metrics = keys.sort((a, b) => metricRank(a) - metricRank(b) || (a < b ? -1 : 1)).map((key): StudyMetric => {
    const info = metricInfo(key)
    const better = betterAmong(key, configs)
    const cells = variants.map((variant, place) => ({
      summary: summarise(variant.counted.map((run) => run.metrics.get(key) ?? NaN)),
      difference: against < 0 || place === against ? null : pairedDifference(variant, variants[against]!, key),
    }))
    return { key, label: metricLabel(key), unit: info?.unit ?? '', better, cells, best: bestPlaces(variants, cells.map(({ summary }) => summary?.mean), key, better) }
  })
  return { knobs, variants, metrics, baseline: against, cautions: cautionsOf(variants) }
}

/** Of more variants than this only those that have fewer seeds are named. */
const mostTold = 4

const cautionsOf = (variants: readonly Variant[]): string[] => {
  const counts = variants.map(({ counted }) => counted.length)
  const most = Math.max(...counts)
  const told = variants.flatMap(({ label }, i) => (variants.length <= mostTold || counts[i]! < most ? [`${label} has ${counts[i]}`] : []))
  const unequal = new Set(counts).size > 1 ? [`Unequal numbers of seeds: ${variants.length <= mostTold ? '' : `most have ${most}; `}${told.join('; ')}.`] : []
  const unfinished = variants.flatMap((variant) => {
    const left = leftOut(variant)
    return left.length === 0 ? [] : [`${variant.label}: ${left.length} of its ${variant.runs.length} runs ${left.length === 1 ? 'does' : 'do'} not count (${[...new Set(left.map(({ status }) => status))].join(', ')}).`]
  })
  return [...unequal, ...unfinished]
}
