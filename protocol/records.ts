import type { RunConfig } from './config/index.ts'

/** A run's life: see `runTransitions` for which follows which. */
export const runStatuses = ['queued', 'preparing', 'running', 'paused', 'finished', 'failed', 'cancelled', 'crashed'] as const
export type RunStatus = (typeof runStatuses)[number]

/** One training, as the store keeps it. */
export interface RunRecord {
  /** ULID: sorts by creation. */
  id: string
  name: string
  /** Words of the user, in order. */
  tags: string[]
  /** What the user noted about it. */
  notes: string
  notebook: string | null
  cell: string | null
  config: RunConfig
  /** SHA-256 of the canonical JSON of the config. */
  configHash: string
  /** Dotted keys that the user set, apart from defaults and preset. */
  userKeys: string[]
  status: RunStatus
  /** Why it failed, crashed or was cancelled: one sentence. */
  reason: string | null
  /** What it went on in spite of, as files that were skipped or a cache that was made anew: one sentence each, in order. */
  remarks: string[]
  /** Optimiser steps done. */
  step: number
  elementsSeen: number
  imagesSeen: number
  parameters: number | null
  /** Expected end of a running run, milliseconds since 1970. */
  expectedEnd: number | null
  engine: EngineRecord | null
  datasetHash: string | null
  git: GitRecord | null
  appVersion: string
  /** The run that it is a fork of. */
  parentRun: string | null
  /** The step of the parent's checkpoint that it started from. */
  parentStep: number | null
  /** Milliseconds since 1970. */
  created: number
  started: number | null
  ended: number | null
  heartbeat: number | null
}

export interface EngineRecord {
  engine: string
  provider: string
  adapter: string
  /** Of the graphics card; left out on the CPU and where the system does not say. */
  driver?: string
  /** Of what it computes with; left out for fp32. */
  precision?: 'fp16'
  threads: number
  /** Why `auto` took it; left out where it was named, or nothing was measured. */
  chosen?: string
  versions: Record<string, string>
}

export interface GitRecord {
  sha: string
  dirty: boolean
}

/** One number of a run. Keys are dotted: `train.loss`, `eval.epsilonMse.t500`. */
export interface MetricPoint {
  step: number
  key: string
  /** NaN and ±Infinity are kept. */
  value: number
}

/** One metric of a run as a chart needs it: some of its points, ascending, and the means of the stretches that they stand for. */
export interface MetricCurve {
  key: string
  /** First and last point of the range, least, greatest and first that is no number of each stretch. */
  steps: number[]
  /** NaN and ±Infinity are kept. */
  values: number[]
  /** One for each stretch, at its middle; null when `steps` are all points that there are. */
  means: { steps: number[]; values: number[] } | null
}

/** One picture of a run; the bytes are a blob by hash. */
export interface MediaRecord {
  run: string
  step: number
  /** `sample` (text → image), `caption` (image → text) and the like; `mask` is the mask that it trains under. */
  key: string
  index: number
  /** SHA-256 of the PNG; the page loads it from `/media/HASH.png`. */
  sha256: string
  width: number
  height: number
  /** The prompt of a sample, the generated caption of a caption. */
  text: string
  /** For captions: what the dataset says; for a mask, the SHA-256 of its predicate. */
  reference: string | null
  /** Of a wave, whose curve the picture is: SHA-256 of the WAV file; the page loads it from `/media/HASH.wav`. */
  wav?: string
}

export interface CheckpointRecord {
  run: string
  step: number
  /** Absolute folder with model.safetensors, optimizer.safetensors, state.json. */
  directory: string
  sha256: string
  bytes: number
  kind: 'cadence' | 'last'
  pinned: boolean
  created: number
}

/** Which status may follow which; anything else is a bug in the host. */
export const runTransitions: Record<RunStatus, readonly RunStatus[]> = {
  queued: ['preparing', 'cancelled', 'failed'],
  preparing: ['running', 'failed', 'cancelled', 'crashed'],
  running: ['paused', 'finished', 'failed', 'cancelled', 'crashed'],
  paused: ['running', 'cancelled', 'failed', 'crashed'],
  finished: ['queued'],
  failed: ['queued'],
  cancelled: ['queued'],
  crashed: ['queued'],
}
