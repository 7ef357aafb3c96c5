import type { Node, Value } from '../graph.ts'
import { renames } from '../liveBytes.ts'

/** When a result is made and read, as places in the order of the nodes, ascending. */
export interface Life {
  made: number
  uses: readonly number[]
}

export interface Lifetimes {
  order: readonly Node[]
  /** Of each result that has memory of its own; what only renames it reads it where its own readers do. */
  lives: ReadonlyMap<Value, Life>
  makers: ReadonlyMap<Value, Node>
  /** The value whose memory a value lies in. */
  rootOf: (value: Value) => Value
}

/** Lifetimes of all results when nodes run in this order. */
export const lifetimes = (order: readonly Node[]): Lifetimes => {
  const makers = new Map(order.flatMap((node) => node.outputs.map((output) => [output, node] as const)))
  const roots = new Map<Value, Value>()
  const rootOf = (value: Value): Value => roots.get(value) ?? value
  const lives = new Map<Value, { made: number; uses: number[] }>()
  order.forEach((node, place) => {
    if (renames(node)) {
      roots.set(node.outputs[0]!, rootOf(node.inputs[0]!))
      return
    }
    for (const output of node.outputs) lives.set(output, { made: place, uses: [] })
    for (const root of new Set(node.inputs.map(rootOf))) lives.get(root)?.uses.push(place)
  })
  return { order, lives, makers, rootOf }
}
