import type { CheckpointRecord, MediaRecord } from './records.ts'

/** Which checkpoints of a run stay. The last, the best and the pinned ones stay under any policy. */
export interface RetentionPolicy {
  /** How many of the newest stay, at least 1. */
  keepLast: number
  /** Those of every so many steps stay; 0 asks for none. */
  every: number
  /** True removes those that were set aside too. Default: they stay. */
  aside?: boolean
}

/** A checkpoint that was set aside when its run went on from an earlier step. It is of a course that the run did not take. */
export interface AsideCheckpoint {
  step: number
  directory: string
  bytes: number
}

export type KeepReason = 'last' | 'best' | 'pinned' | 'every'

export interface RetentionPlan {
  /** Oldest first, each with why it stays. */
  keep: { checkpoint: CheckpointRecord; reasons: KeepReason[] }[]
  drop: CheckpointRecord[]
  /** All that are set aside; they go only where the policy says so. */
  aside: AsideCheckpoint[]
  /** What goes, in all. */
  bytes: number
}

/** Bars of a histogram. */
export const histogramBars = 24

/** A tensor of a checkpoint in numbers. Those that are not finite are counted, and in nothing else. */
export interface TensorReading {
  name: string
  shape: number[]
  count: number
  mean: number
  deviation: number
  /** Root of the sum of squares. */
  norm: number
  least: number
  most: number
  notFinite: number
  /** How many values lie in each of as many equal parts of [least, most]. */
  histogram: number[]
  /** From the other checkpoint to this one; null where that has no such tensor, or of another shape. */
  change: TensorChange | null
}

export interface TensorChange {
  /** ‖here − there‖ */
  norm: number
  /** ‖here − there‖ / ‖there‖ */
  relative: number
  largest: number
  /** cos of the angle between the two. */
  cosine: number
}

/** All tensors of a checkpoint. */
export interface CheckpointReading {
  step: number
  /** Step of the checkpoint that it is compared with. */
  against: number | null
  tensors: TensorReading[]
  /** Tensors that only the other one has. */
  missing: string[]
}

/** The same prompts from the same noise through all checkpoints of a run. */
export interface FilmStrip {
  prompts: string[]
  steps: number[]
  /** Of each prompt, in the order of steps. */
  pictures: MediaRecord[][]
}
