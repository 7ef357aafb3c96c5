import type { RunConfig } from '../../../protocol/config/index.ts'
import type { HostTensors } from '../../engine/engine.ts'
import { sharedFloats } from '../../engine/shared.ts'

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
  return { batch, heads, slots, headDim: dim / heads, tensors: Object.fromEntries(keyNames(layers).map((name) => [name, sharedFloats(size)])) }
}

/**
 * Keeps what a pass made of `count` elements of one sequence.
 * @param made [B, H, T, K] by name
 * @param at slot of the first element
 */
export const keep = (cache: KeysValues, made: HostTensors, sequence: number, at: number, count: number): void => {
  for (const [name, kept] of Object.entries(cache.tensors)) {
    const { data, shape } = made[name]!
    copyHeads(cache, kept, sequence, at, data as Float32Array, sequence, shape[2]!, count)
  }
}

/** Takes over the first `count` elements that another cache of the same model keeps of its sequence `from`. */
export const takeOver = (cache: KeysValues, sequence: number, other: KeysValues, from: number, count: number): void => {
  for (const [name, kept] of Object.entries(cache.tensors)) copyHeads(cache, kept, sequence, 0, other.tensors[name]!, from, other.slots, count)
}

/** @param length elements of a head in `data` */
const copyHeads = ({ heads, slots, headDim }: KeysValues, kept: Float32Array, sequence: number, at: number, data: Float32Array, from: number, length: number, count: number): void => {
  for (let head = 0; head < heads; head++) {
    const start = (from * heads + head) * length * headDim, to = ((sequence * heads + head) * slots + at) * headDim
    // A plain loop: one element of a head is too little for a view of its own.
    for (let i = 0; i < count * headDim; i++) kept[to + i] = data[start + i]!
  }
}
