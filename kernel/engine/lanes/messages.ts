import type { MessagePort } from 'node:worker_threads'
import type * as ort from 'onnxruntime-node'
import type { HostTensor } from '../engine.ts'

/** Arrays in memory that both threads see, by the names of a graph's inputs or outputs. */
export type SharedTensors = Readonly<Record<string, HostTensor>>

/** What a lane is asked, one thing at a time. */
export type LaneRequest =
  | { kind: 'load'; key: number; model: Uint8Array; options: ort.InferenceSession.SessionOptions; outputs: SharedTensors }
  /**
   * @property moved the inputs that lie elsewhere than in the run before
   * @property each what each run is given beside them
   * @property carried names of outputs, and of the inputs that they are in the next run
   */
  | { kind: 'run'; key: number; moved: SharedTensors; each: readonly Readonly<Record<string, HostTensor>>[]; carried: Readonly<Record<string, string>> }
  | { kind: 'release'; key: number }

/** @property failure what ONNX Runtime said, where it failed */
export interface LaneReply {
  /** Of a graph that was loaded: the inputs that it has left. */
  inputs?: readonly string[]
  failure?: string
}

/** What a lane's thread starts with. */
export interface LaneStart {
  port: MessagePort
  /** How many requests were sent, and how many were answered: each side sleeps on the other's count. */
  counts: Int32Array
}

export const counts = { asked: 0, answered: 1 } as const
