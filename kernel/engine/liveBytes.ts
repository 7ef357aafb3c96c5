import { sizeOf, type Graph, type Node, type Value } from './graph.ts'

const bytesEach = { float32: 4, int32: 4, int64: 8, bool: 1, float16: 2 } as const

export const bytesOf = ({ shape, dtype }: Value): number => sizeOf(shape) * bytesEach[dtype]

/** Operators that ONNX Runtime writes over an input that nothing needs any more. */
const inPlace = new Set(['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Exp', 'Sqrt', 'Sigmoid', 'Neg', 'Reciprocal', 'Clip', 'Softmax', 'LogSoftmax'])
const renaming = new Set(['Reshape', 'Identity'])

/** Whether a node's result is its first input under another name and shape, in the same memory. */
export const renames = ({ op }: Node): boolean => renaming.has(op)

/**
 * Bytes of the results between a graph's nodes that are there while each node runs, when what nothing needs any more is freed. Inputs,
 * constants and outputs of the graph lie elsewhere and do not count.
 * @param order all nodes, in the order in which they run
 */
export const liveBytes = (graph: Graph, order: readonly Node[]): number[] => {
  const outside = new Set<Value>(graph.outputs.map(({ value }) => value))
  /** The buffer that a value lies in; values of one buffer share its object. */
  const buffers = new Map<Value, Buffer>()
  const uses = new Map<Value, number>()
  for (const { inputs } of order) inputs.forEach((input, at) => {
    if (inputs.indexOf(input) === at) uses.set(input, (uses.get(input) ?? 0) + 1)
  })
  let live = 0
  return order.map((node) => {
    for (const output of node.outputs) {
      if (outside.has(output) || !uses.has(output)) continue
      const reused = reusable(node, output, buffers)
      const buffer = reused ?? { bytes: bytesOf(output), uses: 0 }
      if (!reused) live += buffer.bytes
      buffer.uses += uses.get(output)!
      buffers.set(output, buffer)
    }
    const during = live
    node.inputs.forEach((input, at) => {
      const buffer = node.inputs.indexOf(input) === at ? buffers.get(input) : undefined
      if (buffer && --buffer.uses === 0) live -= buffer.bytes
    })
    return during
  })
}

interface Buffer {
  readonly bytes: number
  uses: number
}

const reusable = (node: Node, output: Value, buffers: ReadonlyMap<Value, Buffer>): Buffer | undefined => {
  if (renames(node)) return buffers.get(node.inputs[0]!)
  if (!inPlace.has(node.op)) return undefined
  return node.inputs.map((input) => buffers.get(input)).find((buffer) => buffer?.uses === 1 && buffer.bytes === bytesOf(output))
}
