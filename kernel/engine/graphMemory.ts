import { executionOrder } from './executionOrder.ts'
import { sizeOf, type Graph, type Node, type Value } from './graph.ts'

const bytesEach = { float32: 4, int32: 4, int64: 8, bool: 1, float16: 2 } as const

export const bytesOf = ({ shape, dtype }: Value): number => sizeOf(shape) * bytesEach[dtype]

/** Operators that ONNX Runtime writes over an input that nothing needs any more, and those that only rename it. */
const inPlace = new Set(['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Exp', 'Sqrt', 'Sigmoid', 'Neg', 'Reciprocal', 'Clip', 'Softmax', 'LogSoftmax'])
const renaming = new Set(['Reshape', 'Identity'])

/**
 * Most bytes that the results between a graph's nodes take at once, when nodes run in ONNX Runtime's order and what nothing needs
 * any more is freed. Inputs, constants and outputs of the graph lie elsewhere and do not count.
 */
export const peakBytes = (graph: Graph): number => {
  const outside = new Set<Value>(graph.outputs.map(({ value }) => value))
  /** The buffer that a value lies in; values of one buffer share its object. */
  const buffers = new Map<Value, { bytes: number; uses: number }>()
  const uses = new Map<Value, number>()
  for (const { inputs } of graph.nodes) for (const input of new Set(inputs)) uses.set(input, (uses.get(input) ?? 0) + 1)
  let live = 0, peak = 0
  for (const node of executionOrder(graph)) {
    for (const output of node.outputs) {
      if (outside.has(output) || !uses.has(output)) continue
      const reused = reusable(node, output, buffers)
      const buffer = reused ?? { bytes: bytesOf(output), uses: 0 }
      if (!reused) live += buffer.bytes
      buffer.uses += uses.get(output)!
      buffers.set(output, buffer)
    }
    peak = Math.max(peak, live)
    for (const input of new Set(node.inputs)) {
      const buffer = buffers.get(input)
      if (buffer && --buffer.uses === 0) live -= buffer.bytes
    }
  }
  return peak
}

/**
 * Bytes that a call of a graph takes: its results between nodes at their peak, its inputs, constants and outputs. State is there already.
 * @param over names of the outputs that are written over what is there
 */
export const callBytes = (graph: Graph, over: ReadonlySet<string> = new Set()): number => {
  const all = (values: readonly Value[]): number => values.reduce((sum, value) => sum + bytesOf(value), 0)
  const given = graph.inputs.filter(({ name }) => !name.startsWith('state/'))
  return peakBytes(graph) + all(given) + all(graph.constants) + all(graph.outputs.flatMap(({ name, value }) => (over.has(name) ? [] : [value])))
}

const reusable = ({ op, inputs }: Node, output: Value, buffers: ReadonlyMap<Value, { bytes: number; uses: number }>): { bytes: number; uses: number } | undefined => {
  if (renaming.has(op)) return buffers.get(inputs[0]!)
  if (!inPlace.has(op)) return undefined
  return inputs.map((input) => buffers.get(input)).find((buffer) => buffer?.uses === 1 && buffer.bytes === bytesOf(output))
}
