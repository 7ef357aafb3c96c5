import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import type { HostTensors, Program } from '../engine/engine.ts'

type Pictures = Extract<KernelMessage, { type: 'pictures' }>

/** The batch of one training step. */
export interface TaskBatch {
  inputs: Record<string, Float32Array | Int32Array>
  /** Tokens and patches, or latents, that it trains on. */
  elements: number
  images: number
}

/** What a run trains: all that the training loop does not need to know. */
export interface Task {
  /** The step: takes a batch and `stepInputs`, returns its losses as scalars, `gradientNorm` among them. */
  readonly program: Program
  /** The next batch. Where the batches stand is one number. */
  next(): Promise<TaskBatch>
  readonly cursor: number
  /** What a step is reported as, from its outputs: all finite while training goes well. */
  metrics(out: HostTensors): Record<string, number>
  /** What is kept of it from the start, beside its config; left out: nothing. */
  opening?(): Promise<Pick<Pictures, 'key' | 'pictures'>[]>
  evaluate(): Promise<Record<string, number>>
  pictures(): Promise<Pick<Pictures, 'key' | 'pictures'>[]>
  dispose(): Promise<void>
}
