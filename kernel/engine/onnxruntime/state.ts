import type * as ort from 'onnxruntime-node'
import type { State } from '../engine.ts'

/** State as a session of ONNX Runtime needs it. */
export interface OnnxState extends State {
  /** The current value of each tensor, where the engine keeps it. */
  tensors(names: readonly string[]): Promise<Record<string, ort.Tensor>>
  /**
   * Where the next value of a tensor is to be written, or null to let the session choose.
   * @param over whether it may be written over the current one
   */
  place(name: string, over: boolean): ort.Tensor | null
  /** The session has made the next value of a tensor, in its place where it had one. */
  advance(name: string, tensor: ort.Tensor, over: boolean): void
}

/** @throws when a state tensor that a program asks for is not there */
export const present = <T>(tensor: T | undefined, name: string): T => {
  if (tensor === undefined) throw new Error(`there is no state tensor "${name}"`)
  return tensor
}
