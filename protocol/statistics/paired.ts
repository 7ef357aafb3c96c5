import { metricLabel } from '../metricKeys.ts'
import { betterAmong } from './direction.ts'
import { summarise, type Summary } from './summary.ts'
import type { Variant } from './variants.ts'
import { plusMinus } from './words.ts'

/** What a variant's metric is more than the baseline's, seed by seed: same seed, same batches, same noise. */
export interface PairedDifference {
  /** Of value − baseline over the seeds that both have. */
  summary: Summary
  seeds: number[]
  verdict: 'better' | 'worse' | 'higher' | 'lower' | 'unclear'
}

/** Differences of the counted runs by seed; null when no seed is shared. */
export const pairedDifference = (variant: Variant, baseline: Variant, metric: string): PairedDifference | null => {
  const pairs = variant.counted.flatMap((run) => {
    const twin = baseline.counted.find(({ config }) => config.train.seed === run.config.train.seed)
    const difference = (run.metrics.get(metric) ?? NaN) - (twin?.metrics.get(metric) ?? NaN)
    return Number.isFinite(difference) ? [{ seed: run.config.train.seed, difference }] : []
  })
  const summary = summarise(pairs.map(({ difference }) => difference))
  return summary && { summary, seeds: pairs.map(({ seed }) => seed), verdict: verdictOf(summary, betterAmong(metric, [variant, baseline].flatMap(({ counted: [run] }) => (run ? [run.config] : [])))) }
}

/** Clear only when the 95 % interval of the mean difference leaves out 0, which needs two seeds at least. */
const verdictOf = ({ mean, interval }: Summary, better: 'lower' | 'higher' | 'neither'): PairedDifference['verdict'] => {
  if (interval === null || Math.abs(mean) <= interval) return 'unclear'
  if (better === 'neither') return mean > 0 ? 'higher' : 'lower'
  return (mean < 0) === (better === 'lower') ? 'better' : 'worse'
}

/** The difference in one plain sentence: "λ = 5 beats λ = 1 by 0.031 ± 0.009 ε-MSE (95 % CI, 5 paired seeds)." */
export const differenceSentence = (variant: Variant, baseline: Variant, metric: string): string => {
  const name = metricLabel(metric)
  const difference = pairedDifference(variant, baseline, metric)
  if (!difference) return `${variant.label} and ${baseline.label} cannot be paired on ${name}: they share no finished seed.`
  const { summary: { n, mean, interval }, verdict } = difference
  if (interval === null) return `${variant.label} against ${baseline.label}: ${plusMinus(mean, null)} ${name} with one paired seed, which says nothing about chance; run more seeds.`
  const basis = `(95 % CI, ${n} paired seeds)`
  const size = plusMinus(Math.abs(mean), interval)
  switch (verdict) {
    case 'better': return `${variant.label} beats ${baseline.label} by ${size} ${name} ${basis}.`
    case 'worse': return `${variant.label} is worse than ${baseline.label} by ${size} ${name} ${basis}.`
    case 'higher':
    case 'lower': return `${variant.label} is ${verdict} than ${baseline.label} by ${size} ${name} ${basis}.`
    case 'unclear': return mean === 0 && interval === 0
      ? `No difference seen: ${variant.label} equals ${baseline.label} in ${name} in all ${n} paired seeds.`
      : `No difference seen: ${variant.label} against ${baseline.label} is ${plusMinus(mean, interval)} ${name} ${basis}.`
  }
}
