import type { Constant, Graph, Node, Value } from '../../engine/graph.ts'
import { sideOf, symbols, type Side, type SymbolName } from './symbols.ts'

/**
 * A graph that was traced with `symbols` as sizes, for any sizes: shapes that are constants in the trace are computed from the shapes
 * of the graph's inputs.
 * @throws Error when an open size is no side of any input
 */
export const withOpenSizes = (graph: Graph): Graph => {
  const nodes: Node[] = []
  const constants = [...graph.constants]
  const made = new Map<string, Value>()
  let next = 0
  const once = (key: string, make: () => Value): Value => {
    const value = made.get(key) ?? make()
    made.set(key, value)
    return value
  }
  const node = (op: string, inputs: readonly Value[], length: number, attributes: Node['attributes'] = {}): Value => {
    const output: Value = { name: `size${next++}`, shape: [length], dtype: 'int64' }
    nodes.push({ op, domain: '', inputs, outputs: [output], attributes })
    return output
  }
  const list = (values: readonly number[]): Value => once(`list ${values.join()}`, () => {
    const constant: Constant = { name: `size${next++}`, shape: [values.length], dtype: 'int64', data: BigInt64Array.from(values, BigInt) }
    constants.push(constant)
    return constant
  })
  const size = (name: SymbolName): Value => once(name, () => {
    const input = graph.inputs.find(({ shape }) => shape.includes(symbols[name]))
    if (!input) throw new Error(`the open size "${name}" of ${graph.name} is no side of an input`)
    const axis = input.shape.indexOf(symbols[name])
    return node('Shape', [input], 1, { start: axis, end: axis + 1 })
  })
  const side = ({ factor, names }: Side): Value => once(`side ${factor} ${names.join()}`, () => {
    const parts = [...names.map(size), ...(factor === 1 ? [] : [list([factor])])]
    return parts.reduce((product, part) => node('Mul', [product, part], 1))
  })
  const opened = (value: Value): Value => {
    const { data } = value as Partial<Constant>
    if (!(data instanceof BigInt64Array)) return value
    const sides = Array.from(data, (entry) => ({ entry: Number(entry), side: sideOf(Number(entry)) }))
    if (sides.every((each) => each.side.names.length === 0)) return value
    return once(`shape ${data.join()}`, () => {
      const parts = sides.map((each) => (each.side.names.length === 0 ? list([each.entry]) : side(each.side)))
      return parts.length === 1 ? parts[0]! : node('Concat', parts, parts.length, { axis: 0 })
    })
  }
  for (const each of graph.nodes) {
    const inputs = each.inputs.map(opened)
    nodes.push({ ...each, inputs })
  }
  const used = new Set(nodes.flatMap(({ inputs }) => inputs))
  for (const { value } of graph.outputs) used.add(value)
  return { ...graph, nodes, constants: constants.filter((constant) => used.has(constant)) }
}
