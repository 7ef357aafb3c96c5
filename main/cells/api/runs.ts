import type { RunConfig } from '../configTypes.ts'

/** A training run, as it was when it was asked for. */
export interface Run {
  readonly id: string
  readonly name: string
  readonly config: RunConfig
  readonly status: 'queued' | 'preparing' | 'running' | 'paused' | 'finished' | 'failed' | 'cancelled' | 'crashed'
  /** Why it failed, crashed or was cancelled. */
  readonly reason: string | null
  /** What it went on in spite of, as files that were skipped: one sentence each. */
  readonly remarks: readonly string[]
  /** Optimiser steps done. */
  readonly step: number
  /** Trainable numbers N; null until training has begun. */
  readonly parameters: number | null
  /** Text tokens and patches trained on, D. */
  readonly elementsSeen: number
  readonly imagesSeen: number
  /** The last value of each metric: `run.metrics['eval.epsilonMse']`. */
  readonly metrics: Readonly<Record<string, number>>
}

export interface TrainOptions {
  /** Left out: made from the keys that you set. */
  name?: string
  /** Run it also when this config already ran. */
  again?: boolean
  /** Go on from this run's last checkpoint, or from another of its steps: `'RUN@STEP'`. Steps are counted on, so `train.steps` is the total. */
  from?: Run | string
}

export interface SweepOptions {
  /** How many seeds each point of the grid gets: 0, 1, … n − 1 after the base's own. */
  seeds?: number
  again?: boolean
}
