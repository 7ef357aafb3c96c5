import type { Graph, Node, Value } from './graph.ts'

/**
 * The order in which ONNX Runtime takes a graph's nodes: depth first from what nothing else needs, the last of those first, and at each
 * node first what the last of its inputs needs (GraphViewer, default order). So it is the graph's dependencies that place a node, and
 * among what is free the place of its inputs in the graph; a node may run far from where the graph has it.
 */
export const executionOrder = ({ nodes }: Graph): Node[] => {
  // Plans ask for it again and again, of thousands of nodes: places in place of objects, and no collections in between.
  const makers = new Map<Value, number>()
  nodes.forEach(({ outputs }, index) => {
    for (const output of outputs) makers.set(output, index)
  })
  const needed = new Uint8Array(nodes.length)
  const before = nodes.map(({ inputs }) => {
    const makersOf: number[] = []
    for (const input of inputs) {
      const maker = makers.get(input)
      if (maker === undefined || makersOf.includes(maker)) continue
      makersOf.push(maker)
      needed[maker] = 1
    }
    return makersOf.sort((a, b) => a - b)
  })
  /** Nodes to be looked at, by their place; what is to be done once all that it needs is, as −1 − place. */
  const stack: number[] = []
  for (let index = 0; index < nodes.length; index++) if (needed[index] === 0) stack.push(index)
  const seen = new Uint8Array(nodes.length)
  const order: Node[] = []
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next < 0) order.push(nodes[-1 - next]!)
    else if (seen[next] === 0) {
      seen[next] = 1
      stack.push(-1 - next)
      for (const input of before[next]!) stack.push(input)
    }
  }
  return order
}
