import type { Graph, Node, Value } from '../graph.ts'
import type { Lifetimes } from './lifetimes.ts'

/** A value to be made once more. */
export interface Copy {
  value: Value
  /** The nodes that run again for it. */
  chain: ReadonlySet<Node>
  /** Values that are read in place of what the chain was made from. */
  instead: ReadonlyMap<Value, Value>
  /** The nodes that read the copy from now on. */
  readers: ReadonlySet<Node>
}

export interface Copied {
  graph: Graph
  /** Number of nodes that were added. */
  nodes: number
  /** Each added value with the one that it is equal to. */
  origins: Map<Value, Value>
}

/**
 * The same graph with some values made again by copies of nodes, for some of their readers. A copy stands right behind its node: among
 * what a node needs ONNX Runtime first makes what stands last, so a copy that stands early is made late, when all else is there.
 */
export const withCopies = (graph: Graph, copies: readonly Copy[], { makers, rootOf }: Pick<Lifetimes, 'makers' | 'rootOf'>): Copied => {
  const again = new Map<Node, Node>()
  const origins = new Map<Value, Value>()
  const names = new Set(graph.nodes.flatMap(({ outputs }) => outputs.map(({ name }) => name)))
  const copyOf = (value: Value, copy: Copy): Value => {
    const root = rootOf(value), maker = makers.get(value)
    // A name of something else's memory is copied with it.
    if (!maker || (!copy.chain.has(maker) && !copy.chain.has(makers.get(root)!) && !copy.instead.has(root))) return value
    const replaced = copy.instead.get(value)
    if (replaced) return replaced
    return repeated(maker, copy).outputs[maker.outputs.indexOf(value)]!
  }
  const repeated = (node: Node, copy: Copy): Node => {
    const known = again.get(node)
    if (known) return known
    const made: Node = { ...node, inputs: node.inputs.map((input) => copyOf(input, copy)), outputs: node.outputs.map((output) => ({ ...output, name: freshName(output.name, names) })) }
    node.outputs.forEach((output, i) => origins.set(made.outputs[i]!, output))
    again.set(node, made)
    return made
  }
  const reading = new Map<Node, Copy[]>()
  for (const copy of copies) for (const reader of copy.readers) reading.set(reader, [...(reading.get(reader) ?? []), copy])
  const rewired = new Map<Node, Node>()
  for (const [reader, of] of reading) {
    const inputs = reader.inputs.map((input) => {
      const copy = of.find(({ value }) => value === rootOf(input))
      return copy ? copyOf(input, copy) : input
    })
    rewired.set(reader, { ...reader, inputs })
  }
  const nodes = graph.nodes.flatMap((node) => [rewired.get(node) ?? node, ...(again.has(node) ? [again.get(node)!] : [])])
  return { graph: { ...graph, nodes }, nodes: again.size, origins }
}

const freshName = (name: string, taken: Set<string>): string => {
  const base = name.replace(/\/again\d*$/, '')
  let next = `${base}/again`
  for (let count = 2; taken.has(next); count++) next = `${base}/again${count}`
  taken.add(next)
  return next
}
