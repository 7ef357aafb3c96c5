import type { Run } from './runs.ts'

/** What a number of a run is read by. */
interface NumberOf {
  run(run: Run): number
}

/** A claim about two lists of runs that differ in one thing. */
export interface Claim {
  /** What is claimed, in words. */
  claim: string
  /** Where it is claimed: "Table 5". */
  source?: string
  /** Runs, or their numbers, without what the claim is about … */
  control: readonly (Run | number)[]
  /** … and with it. Runs are paired by seed, numbers by place. */
  treated: readonly (Run | number)[]
  /** The number that is compared: a metric's key, or a function of a run. */
  metric: string | NumberOf['run']
  /** What the metric is called in the table, where it is not a metric's key. */
  label?: string
  /** What the claim expects of the treated side, seen from the control side. */
  expect: 'lower' | 'higher' | 'equal' | 'littleHigher'
  /** For `equal` and `littleHigher`: the largest difference that counts as little, as a share of the control's mean. Default 0.05. */
  margin?: number
}

/** What the runs say about a claim. */
export interface Verdict {
  readonly claim: string
  readonly source: string
  readonly metric: string
  readonly expected: string
  /** Pairs of runs. */
  readonly n: number
  readonly control: number
  readonly treated: number
  /** Mean of treated − control over the pairs, with its 95 % interval (paired t); null with one pair. */
  readonly difference: number
  readonly low: number | null
  readonly high: number | null
  readonly p: number | null
  readonly outcome: 'seen' | 'opposite' | 'notSeen' | 'noInterval'
  /** The verdict as a sentence, "not seen at this scale" and "opposite at this scale" among them. */
  readonly verdict: string
}

/** FLOPs of ours over FLOPs of the baseline at the same metric, with its 95 % interval. */
export interface ParityRatio {
  readonly ratio: number
  readonly low: number
  readonly high: number
  /** The metric at which both lines are read: that of the baseline's largest run. */
  readonly at: number
}
