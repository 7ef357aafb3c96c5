import { executionOrder } from './executionOrder.ts'
import type { Graph, Value } from './graph.ts'
import { bytesOf, liveBytes } from './liveBytes.ts'

/** Most bytes that the results between a graph's nodes take at once, when nodes run in ONNX Runtime's order. See `liveBytes`. */
export const peakBytes = (graph: Graph): number => liveBytes(graph, executionOrder(graph)).reduce((peak, bytes) => Math.max(peak, bytes), 0)

/** Bytes that a call of a graph takes beside the results between its nodes: its inputs, constants and outputs. State is there already. */
export const besideBytes = (graph: Graph, over: ReadonlySet<string> = new Set()): number => {
  const all = (values: readonly Value[]): number => values.reduce((sum, value) => sum + bytesOf(value), 0)
  const given = graph.inputs.filter(({ name }) => !name.startsWith('state/'))
  return all(given) + all(graph.constants) + all(graph.outputs.flatMap(({ name, value }) => (over.has(name) ? [] : [value])))
}

/**
 * Bytes that a call of a graph takes: its results between nodes at their peak, its inputs, constants and outputs. State is there already.
 * @param over names of the outputs that are written over what is there
 */
export const callBytes = (graph: Graph, over: ReadonlySet<string> = new Set()): number => peakBytes(graph) + besideBytes(graph, over)
