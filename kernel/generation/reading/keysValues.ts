import type { RunConfig } from '../../../protocol/config/index.ts'
import type { HostTensors } from '../../engine/engine.ts'

/** Keys and values of every layer for the elements read so far of B sequences, [B, H, C, K] each: element i of a sequence lies in slot i. */
export interface KeysValues {
  batch: number
  heads: number
  /** Slots C of each sequence. */
  slots: number
  headDim: number
  /** `k.0`, `v.0`, `k.1` … */
  tensors: Record<string, Float32Array>
}

/** Names of a layer's keys and values. */
export const keyNames = (layers: number): string[] => Array.from({ length: layers }, (_, layer) => [`k.${layer}`, `v.${layer}`]).flat()

export const emptyKeysValues = ({ model: { dim, heads, layers } }: RunConfig, batch: number, slots: number): KeysValues => {
  const size = batch * slots * dim
  return { batch, heads, slots, headDim: dim / heads, tensors: Object.fromEntries(keyNames(layers).map((name) => [name, new Float32Array(size)])) }
}

/**
 * Keeps what a pass made of `count` elements of one sequence.
 * @param made [B, H, T, K] by name
 * @param at slot of the first element
 */
export const keep = (cache: KeysValues, made: HostTensors, sequence: number, at: number, count: number): void => {
  const { heads, slots, headDim, tensors } = cache
  for (const [name, kept] of Object.entries(tensors)) {
    const { data, shape } = made[name]!
    const length = shape[2]!
    for (let head = sequence * heads; head < (sequence + 1) * heads; head++) {
      kept.set(data.subarray(head * length * headDim, (head * length + count) * headDim), (head * slots + at) * headDim)
    }
  }
}
