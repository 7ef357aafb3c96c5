import type { ImportFormat } from '../../protocol/import.ts'
import type { HostTensors } from '../engine/engine.ts'
import { elements } from '../engine/engine.ts'
import { fromLlama, toLlama } from '../export/llamaNames.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import { initialParameters } from '../model/parameters.ts'
import type { Weight, Weights } from './weights.ts'

/** One tensor under the name that exports give it (`llamaNames.ts`), made of a foreign one. */
export interface Move {
  from: string
  to: string
  weight: Weight
}

/** How a foreign architecture maps to this one. */
export interface Foreign {
  format: ImportFormat
  /** Keys of the config that its shapes say. */
  sizes: Record<string, unknown>
  moves(config: RunConfig): Move[]
  /** Why a tensor that was not moved was left out. */
  why(name: string): string
}

/** Rows of a projection that rotates neighbours (2i, 2i + 1), in the order for one that rotates halves (i, i + K/2). */
export const halvesFromNeighbours = ({ shape, data }: Weight, heads: number): Weight => {
  const [rows, width] = shape as [number, number]
  const headDim = rows / heads
  const out = new Float32Array(data.length)
  for (let row = 0; row < rows; row++) {
    const head = Math.floor(row / headDim), at = row % headDim
    const from = head * headDim + (at < headDim / 2 ? 2 * at : 2 * (at - headDim / 2) + 1)
    out.set(data.subarray(from * width, (from + 1) * width), row * width)
  }
  return { shape, data: out }
}

/** The same for a vector with an entry for each of a head's dimensions. */
export const halvesOfVector = ({ shape, data }: Weight): Weight => ({ shape, data: halvesFromNeighbours({ shape: [data.length, 1], data }, 1).data })

export const rowsOf = ({ shape, data }: Weight, from: number, to: number): Weight => {
  const width = elements(shape.slice(1))
  return { shape: [to - from, ...shape.slice(1)], data: data.slice(from * width, to * width) }
}

export const plusOne = ({ shape, data }: Weight): Weight => ({ shape, data: data.map((value) => value + 1) })

/** Names without what wrappers of PyTorch put before them. */
export const unwrapped = (weights: Weights): Weights => {
  const names = Object.keys(weights)
  const prefix = ['module.', '_orig_mod.', 'model_state_dict.', 'ema_model.'].find((each) => names.length > 0 && names.every((name) => name.startsWith(each)))
  return prefix === undefined ? weights : unwrapped(Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name.slice(prefix.length), weight])))
}

/**
 * The parameters of a config with what a foreign file has for them; the rest as a new run starts.
 * @returns also which moves fit, and the exported names that nothing was moved to
 */
export const placeMoves = (moves: readonly Move[], config: RunConfig): { parameters: HostTensors; placed: Move[]; misfits: Move[]; fresh: string[] } => {
  const exported = toLlama(initialParameters(config), config)
  const tensors = new Map(exported.map(({ name, shape, data }) => [name, { shape, data }]))
  const placed: Move[] = [], misfits: Move[] = []
  for (const move of moves) {
    const wanted = tensors.get(move.to)
    if (!wanted || wanted.shape.join() !== move.weight.shape.join()) misfits.push(move)
    else {
      tensors.set(move.to, move.weight)
      placed.push(move)
    }
  }
  const done = new Set(placed.map(({ to }) => to))
  return { parameters: fromLlama(Object.fromEntries(tensors), config), placed, misfits, fresh: exported.map(({ name }) => name).filter((name) => !done.has(name)) }
}
