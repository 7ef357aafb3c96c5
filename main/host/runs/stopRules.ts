import type { RunConfig } from '../../../protocol/config/index.ts'
import { metricInfo, metricLabel } from '../../../protocol/metricKeys.ts'
import type { MetricPoint } from '../../../protocol/records.ts'

/** What a run has measured so far, by key, in order of steps. */
export type History = (key: string) => readonly MetricPoint[]

/** Steps that a mean of the training loss is taken over. */
const span = 50

const plateau = ({ stopPlateau, stopMetric }: RunConfig['train'], history: History): string | null => {
  if (stopPlateau === 0) return null
  const key = stopMetric || ['eval.epsilonMse', 'eval.text', 'eval.l1', 'eval.imageTokens'].find((each) => history(each).length > 0)
  if (key === undefined) return null
  const sign = metricInfo(key)?.better === 'higher' ? -1 : 1
  const points = history(key).filter(({ value }) => Number.isFinite(value))
  const best = points.reduce<MetricPoint | null>((least, point) => (least === null || sign * point.value < sign * least.value ? point : least), null)
  if (best === null) return null
  const since = points.length - 1 - points.indexOf(best)
  return since < stopPlateau ? null : `Stopped by train.stopPlateau: ${metricLabel(key)} was best at step ${best.step}, ${since} evaluation${since === 1 ? '' : 's'} ago.`
}

const divergence = ({ stopDivergence }: RunConfig['train'], history: History): string | null => {
  if (stopDivergence === 0) return null
  const losses = history('train.loss')
  const means: number[] = []
  for (let from = 0; from + span <= losses.length; from += span) means.push(losses.slice(from, from + span).reduce((sum, { value }) => sum + value, 0) / span)
  const [last, least] = [means.at(-1), Math.min(...means)]
  if (last === undefined || !(last > stopDivergence * least) || least <= 0) return null
  return `Stopped by train.stopDivergence: the training loss over ${span} steps is ${(last / least).toPrecision(3)} times its least.`
}

/** Why the run's own rules stop it now, or null. Asked after each evaluation. */
export const reasonToStop = ({ train }: RunConfig, history: History): string | null => plateau(train, history) ?? divergence(train, history)
