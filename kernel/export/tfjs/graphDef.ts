import type { Constant, DType, Graph, Value } from '../../engine/graph.ts'
import { attr, type NodeDef } from './nodeDef.ts'
import { conversions, type Conversion } from './conversions.ts'

/** A tensor of the model's weights. tfjs has no int64: sizes and axes become int32. */
export interface Weight {
  name: string
  shape: readonly number[]
  dtype: 'float32' | 'int32' | 'bool'
  data: Float32Array | Int32Array | Uint8Array
}

const typeNames: Record<DType, string> = { float32: 'DT_FLOAT', int32: 'DT_INT32', int64: 'DT_INT32', bool: 'DT_BOOL', float16: 'DT_HALF' }

export const typeOf = ({ dtype }: Pick<Value, 'dtype'>): string => typeNames[dtype]

/** What a graph becomes in TensorFlow's form. */
export interface Converted {
  nodes: NodeDef[]
  weights: Weight[]
}

/**
 * A graph of standard ONNX operators as TensorFlow operations, of those that tfjs runs.
 * @param prefix put before every name but those of `shared`
 * @param shared constants that several graphs have in common
 * @throws Error naming an operator that has no counterpart
 */
export const toGraphDef = (graph: Graph, prefix: string, shared: ReadonlySet<string>): Converted => {
  const nodes: NodeDef[] = []
  const weights: Weight[] = []
  /** By the name of a value in the ONNX graph. */
  const placeOf = new Map<string, string>()
  const named = (name: string): string => (shared.has(name) ? name : `${prefix}/${name}`)

  const weight = (name: string, { shape, dtype }: Pick<Constant, 'shape' | 'dtype'>, data: Constant['data']): string => {
    const plain = data instanceof BigInt64Array ? Int32Array.from(data, Number) : data
    weights.push({ name, shape, dtype: dtype === 'int64' ? 'int32' : dtype, data: plain })
    nodes.push({ name, op: 'Const', attr: { dtype: attr.type(typeNames[dtype]), value: { tensor: { dtype: typeNames[dtype], tensorShape: attr.dims(shape) } } } })
    return name
  }

  const conversion: Conversion = {
    add(op, inputs, attributes = {}) {
      const name = `${prefix}/${nodes.length}/${op}`
      nodes.push({ name, op, input: [...inputs], attr: attributes })
      return name
    },
    list: (values) => weight(`${prefix}/${nodes.length}/list`, { shape: [values.length], dtype: 'int32' }, Int32Array.from(values)),
    number: (value) => weight(`${prefix}/${nodes.length}/number`, { shape: [], dtype: 'int32' }, Int32Array.of(value)),
  }

  for (const input of graph.inputs) {
    nodes.push({ name: named(input.name), op: 'Placeholder', attr: { dtype: attr.type(typeOf(input)), shape: { shape: attr.openDims(input.shape) } } })
    placeOf.set(input.name, named(input.name))
  }
  for (const constant of graph.constants) placeOf.set(constant.name, weight(named(constant.name), constant, constant.data))
  for (const node of graph.nodes) {
    const convert = conversions[node.op]
    if (!convert) throw new Error(`the operator ${node.op} has no counterpart in tfjs`)
    const places = convert({ node, inputs: node.inputs.map((input) => placeOf.get(input.name)!) }, conversion)
    node.outputs.forEach((output, i) => placeOf.set(output.name, [places].flat()[i]!))
  }
  for (const { name, value } of graph.outputs) nodes.push({ name: `${prefix}/${name}`, op: 'Identity', input: [placeOf.get(value.name)!], attr: { T: attr.type(typeOf(value)) } })
  return { nodes, weights }
}
