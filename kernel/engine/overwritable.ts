import type { Graph, Node, Value } from './graph.ts'

/** Operators that make each element from the same element of their inputs, so that a result may lie where an input lay. */
const elementwise = new Set(['Add', 'Sub', 'Mul', 'Div'])
const renaming = new Set(['Reshape', 'Identity'])
const products = /MatMul|Gemm|Conv/

/**
 * Which results may be written over an input of the graph: those whose node cannot run before all else that reads the input has. That
 * is so by the graph's dependencies alone, in whatever order a runtime takes its nodes.
 * @param pairs names of an output and of the input that it would overwrite
 * @returns names of outputs
 */
export const overwritable = (graph: Graph, pairs: readonly (readonly [output: string, input: string])[]): Set<string> => {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)))
  const places = new Map(graph.nodes.map((node, place) => [node, place]))
  const readers = readersOf(graph)
  const inputs = new Map(graph.inputs.map((input) => [input.name, input]))
  const outputs = new Map(graph.outputs.map(({ name, value }) => [name, value]))
  const uses = new Map<Value, number>()
  for (const { value } of graph.outputs) uses.set(value, (uses.get(value) ?? 0) + 1)
  return new Set(pairs.flatMap(([outputName, inputName]) => {
    const [output, input] = [outputs.get(outputName)!, inputs.get(inputName)]
    const writer = makers.get(output)
    // What two names have is copied to one of them, by a node that the graph does not show.
    if (!writer || uses.get(output) !== 1 || renaming.has(writer.op)) return []
    if (!input) return [outputName]
    const reading = readersThrough(input, readers)
    const before = ancestors(writer, makers, (node) => places.get(node)!, reading.reduce((first, node) => Math.min(first, places.get(node)!), Infinity))
    return reading.every((node) => before.has(node) || (node === writer && writesInPlace(writer, input, makers))) ? [outputName] : []
  }))
}

const readersOf = ({ nodes }: Graph): Map<Value, Node[]> => {
  const readers = new Map<Value, Node[]>()
  for (const node of nodes) {
    for (const input of new Set(node.inputs)) {
      const known = readers.get(input)
      if (known) known.push(node)
      else readers.set(input, [node])
    }
  }
  return readers
}

/** All that reads a value or what only renames it, which lies in the same memory. */
const readersThrough = (value: Value, readers: ReadonlyMap<Value, readonly Node[]>): Node[] =>
  (readers.get(value) ?? []).flatMap((node) => (renaming.has(node.op) ? [node, ...readersThrough(node.outputs[0]!, readers)] : [node]))

/** All that a node needs, of what stands at a place or behind it: nodes stand behind what they need, and a walk to each graph's start for each of its weights takes long. */
const ancestors = (node: Node, makers: ReadonlyMap<Value, Node>, placeOf: (node: Node) => number, from: number): Set<Node> => {
  const found = new Set<Node>()
  const open = [node]
  for (let next = open.pop(); next; next = open.pop()) {
    for (const input of next.inputs) {
      const maker = makers.get(input)
      if (!maker || found.has(maker) || placeOf(maker) < from) continue
      found.add(maker)
      open.push(maker)
    }
  }
  return found
}

/** A product and the addition after it may become one node, which reads its addend when it has written already. */
const writesInPlace = ({ op, inputs, outputs }: Node, input: Value, makers: ReadonlyMap<Value, Node>): boolean =>
  elementwise.has(op) && outputs[0]!.shape.join() === input.shape.join() && inputs.includes(input) && !inputs.some((other) => products.test(makers.get(other)?.op ?? ''))
