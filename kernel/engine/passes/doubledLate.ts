import type { Constant, Graph, Node, Value } from '../graph.ts'

/** Operators that make each element from the same element of their inputs. */
const elementwise = new Set(['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Exp', 'Sqrt', 'Reciprocal', 'Sigmoid', 'Tanh', 'Cos', 'Sin', 'Clip'])

/**
 * The same graph with what is put after itself (`Concat` of a value with itself along the first side) doubled as late as may be: what
 * treats the rows of the first side each by itself is done once, and its result doubled in their stead. So the two branches of
 * guidance, which see the same noisy items, part where attention first tells them apart, not before the first product.
 */
export const doubledLate = (graph: Graph): Graph => {
  /** Of a value whose first side is two equal halves, one of them. */
  const halves = new Map<Value, Value>()
  const whole = new Set<Value>()
  const constants: Constant[] = []
  const nodes: Node[] = []
  const asWhole = (value: Value): void => {
    const half = halves.get(value)
    if (!half || whole.has(value)) return
    whole.add(value)
    nodes.push({ op: 'Concat', domain: '', inputs: [half, half], outputs: [value], attributes: { axis: 0 } })
  }
  for (const node of graph.nodes) {
    if (isDoubling(node)) {
      asWhole(node.inputs[0]!)
      halves.set(node.outputs[0]!, node.inputs[0]!)
      continue
    }
    const inputs = node.inputs.some((input) => halves.has(input)) ? halfInputs(node, halves, (constant) => void constants.push(constant)) : null
    if (!inputs) {
      node.inputs.forEach(asWhole)
      nodes.push(node)
      continue
    }
    const outputs = node.outputs.map((output): Value => ({ ...output, name: `${output.name}/half`, shape: output.shape.with(0, output.shape[0]! / 2) }))
    node.outputs.forEach((output, i) => halves.set(output, outputs[i]!))
    nodes.push({ ...node, inputs, outputs })
  }
  for (const { value } of graph.outputs) asWhole(value)
  return { ...graph, nodes, constants: [...graph.constants, ...constants] }
}

const isDoubling = ({ op, inputs, attributes }: Node): boolean => op === 'Concat' && attributes['axis'] === 0 && inputs.length === 2 && inputs[0] === inputs[1]

/** What a node is to be given to make one half of its outputs; null where it does not treat each row by itself. */
const halfInputs = ({ op, inputs, outputs, attributes }: Node, halves: ReadonlyMap<Value, Value>, add: (constant: Constant) => void): readonly Value[] | null => {
  const [first, second, third] = inputs as [Value, Value | undefined, Value | undefined]
  const [output] = outputs as [Value]
  const half = halves.get(first)
  const stays = (value: Value | undefined): value is Value => value !== undefined && !halves.has(value)
  /** Half of what has the output's rows, or what all rows have alike; undefined for anything else. */
  const rowsOf = (value: Value): Value | undefined => {
    const { length } = output.shape
    if (halves.has(value)) return value.shape.length === length && value.shape[0] === output.shape[0] ? halves.get(value) : undefined
    return value.shape.length < length || value.shape[0] === 1 ? value : undefined
  }
  const all = (values: readonly (Value | undefined)[]): readonly Value[] | null => (values.every((value) => value !== undefined) ? values : null)
  if (elementwise.has(op)) return all(inputs.map(rowsOf))
  switch (op) {
    case 'Concat': return attributes['axis'] !== 0 && inputs.every((input) => halves.has(input)) ? all(inputs.map(rowsOf)) : null
    case 'MatMul': return half && stays(second) && second.shape.length === 2 ? [half, second] : null
    case 'Gemm': return half && !attributes['transA'] && stays(second) ? all([half, second, ...(third ? [rowsOf(third)] : [])]) : null
    case 'SimplifiedLayerNormalization': return half && first.shape.length > 1 && stays(second) ? [half, second] : null
    case 'Transpose': return half && (attributes['perm'] as readonly number[])[0] === 0 ? [half] : null
    case 'Reshape': {
      if (!half || output.shape.length === 0 || output.shape[0]! % 2 !== 0) return null
      const shape = output.shape.with(0, output.shape[0]! / 2)
      const constant: Constant = { name: `${output.name}/half-shape`, shape: [shape.length], dtype: 'int64', data: BigInt64Array.from(shape, BigInt) }
      add(constant)
      return [half, constant]
    }
    default: return null
  }
}
