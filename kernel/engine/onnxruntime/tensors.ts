import * as ort from 'onnxruntime-node'
import type { HostDType, HostTensor } from '../engine.ts'

export const toOrt = (dtype: HostDType, data: Float32Array | Int32Array, shape: readonly number[]): ort.Tensor => new ort.Tensor(dtype, data, shape)

/** A tensor in the CPU's memory as the engine hands it out; booleans become 0 and 1. */
export const toHost = ({ type, data }: ort.Tensor, shape: readonly number[]): HostTensor =>
  type === 'bool'
    ? { dtype: 'int32', shape, data: Int32Array.from(data as Uint8Array) }
    : { dtype: type as HostDType, shape, data: data as Float32Array | Int32Array }
