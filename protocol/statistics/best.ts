import type { MetricInfo } from '../metricKeys.ts'
import { pairedDifference } from './paired.ts'
import type { Variant } from './variants.ts'

/**
 * Places of the variants that a table marks as best: the one with the best mean, and all that the seeds do not tell from
 * it, which is where the 95 % interval of the difference paired by seed holds 0. A variant without such an interval has
 * too few seeds to be marked beside it. None is marked where none is told to be worse. With one seed each nothing can be
 * told, and the best number alone is marked.
 * @param means of the variants; undefined where one was not measured
 */
export const bestPlaces = (variants: readonly Variant[], means: readonly (number | undefined)[], key: string, better: MetricInfo['better']): number[] => {
  const measured = means.flatMap((mean, place) => (mean === undefined ? [] : [{ mean, place }]))
  if (better === 'neither' || measured.length < 2) return []
  const top = measured.reduce((leader, each) => ((better === 'lower' ? each.mean < leader.mean : each.mean > leader.mean) ? each : leader))
  const single = variants.every(({ counted }) => counted.length < 2)
  const standing = measured.map(({ mean, place }) => ({ place, is: single ? (mean === top.mean ? 'level' : 'worse') : place === top.place ? 'level' : against(variants[place]!, variants[top.place]!, key) }))
  return standing.some(({ is }) => is === 'worse') ? standing.filter(({ is }) => is === 'level').map(({ place }) => place) : []
}

const against = (variant: Variant, top: Variant, key: string): 'level' | 'worse' | 'untold' => {
  const difference = pairedDifference(variant, top, key)
  return difference === null || difference.summary.interval === null ? 'untold' : difference.verdict === 'unclear' ? 'level' : 'worse'
}
