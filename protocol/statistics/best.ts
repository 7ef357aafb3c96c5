import type { StudyMetric } from './study.ts'
import { pairedDifference } from './paired.ts'
import type { Variant } from './variants.ts'

/**
 * Places of the variants that a table marks as best: the one with the best mean, and all that the seeds do not tell from
 * it, which is where the 95 % interval of the difference paired by seed holds 0. None where that is every variant that
 * was measured. With one seed each nothing is told apart, and the best number alone is marked.
 * @param means of the variants; undefined where one was not measured
 */
export const bestPlaces = (variants: readonly Variant[], means: readonly (number | undefined)[], key: string, better: StudyMetric['better']): number[] => {
  const measured = means.flatMap((mean, place) => (mean === undefined ? [] : [{ mean, place }]))
  if (better === 'neither' || measured.length < 2) return []
  const top = measured.reduce((leader, each) => ((better === 'lower' ? each.mean < leader.mean : each.mean > leader.mean) ? each : leader))
  const seeded = variants.some(({ counted }) => counted.length > 1)
  const marked = measured.filter(({ mean, place }) => mean === top.mean || (seeded && !toldApart(variants[place]!, variants[top.place]!, key)))
  return marked.length === measured.length ? [] : marked.map(({ place }) => place)
}

const toldApart = (variant: Variant, other: Variant, key: string): boolean => {
  const difference = pairedDifference(variant, other, key)
  return difference !== null && difference.verdict !== 'unclear'
}
