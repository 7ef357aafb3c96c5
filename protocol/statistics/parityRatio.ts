import { InputError } from '../errors.ts'
import { mean } from './pairedTest.ts'
import { studentT } from './studentT.ts'

/** What one model cost and what it reached. */
export interface ScalingPoint {
  /** Training FLOPs, 6ND. */
  flops: number
  /** A positive metric. */
  metric: number
}

/** FLOPs of ours over FLOPs of the baseline at the same metric, with a confidence interval. */
export interface ParityRatio {
  ratio: number
  low: number
  high: number
  /** The metric at which both lines are read. */
  at: number
}

/** What the interval of a ratio says. */
export const parityWords = ({ low, high }: Pick<ParityRatio, 'low' | 'high'>): string =>
  high < 1 ? 'ours needs less compute' : low > 1 ? 'ours needs more compute' : 'not decided by these runs'

/** A straight line of log metric on log FLOPs, with what inverse prediction needs. */
interface Line {
  slope: number
  intercept: number
  n: number
  meanX: number
  sumXX: number
  /** Residual variance, n − 2 degrees of freedom. */
  variance: number
}

const fit = (points: readonly ScalingPoint[], whose: string): Line => {
  if (points.length < 3) throw new InputError(`The parity ratio needs three sizes or more of each family; ${whose} has ${points.length}.`)
  if (!points.every(({ flops, metric }) => flops > 0 && metric > 0)) throw new InputError(`The parity ratio takes logarithms, so every metric and every FLOP count of ${whose} must be positive.`)
  const x = points.map(({ flops }) => Math.log(flops)), y = points.map(({ metric }) => Math.log(metric))
  const n = points.length, meanX = mean(x), meanY = mean(y)
  const sumXX = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0)
  if (sumXX === 0) throw new InputError(`All runs of ${whose} have the same FLOPs; the parity ratio needs different sizes.`)
  const slope = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i]! - meanY), 0) / sumXX
  if (slope === 0) throw new InputError(`The metric of ${whose} does not change with FLOPs, so no FLOP count can be read off its line.`)
  const intercept = meanY - slope * meanX
  const variance = x.reduce((sum, value, i) => sum + (y[i]! - intercept - slope * value) ** 2, 0) / (n - 2)
  return { slope, intercept, n, meanX, sumXX, variance }
}

/** log FLOPs at which the line has the value, and its variance by the delta method: s²/β² · (1/n + (x − x̄)²/S_xx). */
const read = ({ slope, intercept, n, meanX, sumXX, variance }: Line, y: number): { x: number; variance: number } => {
  const x = (y - intercept) / slope
  return { x, variance: (variance / slope ** 2) * (1 / n + (x - meanX) ** 2 / sumXX) }
}

/**
 * The parity FLOP ratio of Table 3: straight lines through log metric against log FLOPs for two families, both read at
 * the value of the baseline's largest model; the ratio is ours over theirs, so below 1 ours needs less.
 * The interval is that of the difference of the two readings: delta method, Welch's degrees of freedom.
 * It knows of the scatter about the lines only, not of whether they are straight.
 * @throws InputError with fewer than three sizes of a family, or where a line is flat
 */
export const parityRatio = (ours: readonly ScalingPoint[], baseline: readonly ScalingPoint[], confidence = 0.95): ParityRatio => {
  const lines = [fit(ours, 'the first family'), fit(baseline, 'the baseline')] as const
  const at = baseline.reduce((most, point) => (point.flops > most.flops ? point : most)).metric
  const [own, theirs] = lines.map((line) => read(line, Math.log(at))) as [ReturnType<typeof read>, ReturnType<typeof read>]
  const variance = own.variance + theirs.variance
  const freedom = variance ** 2 / (own.variance ** 2 / (lines[0].n - 2) + theirs.variance ** 2 / (lines[1].n - 2))
  const half = variance === 0 ? 0 : studentT(confidence, freedom) * Math.sqrt(variance)
  const log = own.x - theirs.x
  return { ratio: Math.exp(log), low: Math.exp(log - half), high: Math.exp(log + half), at }
}
