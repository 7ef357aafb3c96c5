import type { HostTensors } from '../engine/engine.ts'

/** Name of the first tensor that holds a NaN or an infinity, or null. */
export const findNonFinite = (tensors: HostTensors): string | null =>
  Object.entries(tensors).find(([, { data }]) => !data.every(Number.isFinite))?.[0] ?? null
