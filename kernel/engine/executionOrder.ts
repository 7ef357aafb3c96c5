import type { Graph, Node, Value } from './graph.ts'

/**
 * The order in which ONNX Runtime takes a graph's nodes: depth first from what nothing else needs, the last of those first, and at each
 * node first what the last of its inputs needs (GraphViewer, default order). So it is the graph's dependencies that place a node, and
 * among what is free the place of its inputs in the graph; a node may run far from where the graph has it.
 */
export const executionOrder = ({ nodes }: Graph): Node[] => {
  const makers = new Map<Value, number>(nodes.flatMap(({ outputs }, index) => outputs.map((output) => [output, index] as const)))
  const before = nodes.map(({ inputs }) => [...new Set(inputs.flatMap((input) => makers.get(input) ?? []))].sort((a, b) => a - b))
  const needed = new Set(before.flat())
  const stack = nodes.flatMap((_, index) => (needed.has(index) ? [] : [{ index, done: false }]))
  const seen = new Set<number>()
  const order: Node[] = []
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { index, done } = next
    if (done) order.push(nodes[index]!)
    else if (!seen.has(index)) {
      seen.add(index)
      stack.push({ index, done: true }, ...before[index]!.map((input) => ({ index: input, done: false })))
    }
  }
  return order
}
