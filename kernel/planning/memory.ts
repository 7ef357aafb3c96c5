import { changeConfig, type RunConfig } from '../../protocol/config/index.ts'
import { trainingShape } from '../data/trainingShape.ts'
import { elements, type Specs } from '../engine/engine.ts'
import type { Graph } from '../engine/graph.ts'
import { peakBytes } from '../engine/graphMemory.ts'
import { overwritable } from '../engine/overwritable.ts'
import { recompute } from '../engine/passes/recompute.ts'
import { stateIn, stateOut, traceProgram } from '../engine/trace/traceProgram.ts'
import { trainProgram, trainState } from '../training/trainProgram.ts'

const bytesOfSpecs = (specs: Specs): number => 4 * Object.values(specs).reduce((sum, { shape }) => sum + elements(shape), 0)

/** Bytes of all that a run keeps between steps, once. */
export const stateBytes = (config: RunConfig): number => bytesOfSpecs(trainState(config))

/** Bytes of the second buffers that a step writes new state into, where it may not write over the old. */
export const spareBytes = (config: RunConfig): number => {
  const small = changeConfig(config, { 'train.batch': 1 })
  const { graph, changed } = traceProgram(trainProgram(small, trainingShape(small)))
  const over = overwritable(graph, changed.map((name) => [stateOut(name), stateIn(name)]))
  const state = trainState(config)
  return bytesOfSpecs(Object.fromEntries(changed.filter((name) => !over.has(stateOut(name))).map((name) => [name, state[name]!])))
}

/** Most bytes of a step's intermediate results at once, and its inputs, by its own graph. */
export const stepBytes = (config: RunConfig): number => bytesAt(config)

/** Of `stepBytes` that are tried to do without, at most: what comes after costs more than it saves. */
const leastShare = 0.2

/**
 * Bytes of a step with results computed again until it takes no more than there is room, or a fifth of what it takes as it is.
 * @param room bytes that a step may take
 */
export const recomputedBytes = (config: RunConfig, room: number): number => {
  const share = Math.max(leastShare, room / stepBytes(config))
  return bytesAt(config, (graph) => recompute(graph, share * peakBytes(graph)).graph)
}

/** A graph is traced without its numbers, so one of a large batch takes no longer than one of a small batch. */
const bytesAt = (config: RunConfig, pass: (graph: Graph) => Graph = (graph) => graph): number => {
  const program = trainProgram(config, trainingShape(config))
  return peakBytes(pass(traceProgram(program).graph)) + bytesOfSpecs(program.inputs)
}
