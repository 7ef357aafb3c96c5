import type { Attribute, Constant, DType, Graph, Node, Value } from '../graph.ts'
import { ProtobufWriter } from './protobuf.ts'

/** Field numbers and type codes are those of onnx.proto, IR version 10. */
const irVersion = 10
export const opset = 21
const elementType: Record<DType, number> = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10 }
const attributeType = { float: 1, int: 2, string: 3, ints: 7 } as const

/**
 * What the sides of inputs and outputs are called where they are not fixed: a symbol such as `batch`, or a product of them. A side that
 * has no name is fixed.
 */
export type SideName = (side: number) => string | null
const fixed: SideName = () => null

/** The graph as the bytes of an ONNX model, which any ONNX Runtime loads. */
export const encodeModel = (graph: Graph, sideName: SideName = fixed): Uint8Array => {
  const model = new ProtobufWriter()
    .integer(1, irVersion)
    .string(2, 'transfusion-lab')
    .message(7, encodeGraph(graph, sideName))
    .message(8, new ProtobufWriter().string(1, '').integer(2, opset))
  for (const domain of new Set(graph.nodes.map(({ domain }) => domain))) {
    if (domain !== '') model.message(8, new ProtobufWriter().string(1, domain).integer(2, 1))
  }
  return model.finish()
}

type NameOf = (value: Value) => string

/**
 * Names of values: one that a node makes and that is one output only goes by that output's name. Others that are outputs
 * (an input passed on, a constant, a value with two names) keep their own and are copied.
 */
const namesOf = (graph: Graph): { nameOf: NameOf; copies: Graph['outputs'] } => {
  const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs))
  const renamed = new Map<Value, string>()
  const copies = graph.outputs.filter(({ name, value }) => {
    if (!made.has(value) || renamed.has(value)) return true
    renamed.set(value, name)
    return false
  })
  return { nameOf: (value) => renamed.get(value) ?? value.name, copies }
}

const encodeGraph = (graph: Graph, sideName: SideName): ProtobufWriter => {
  const writer = new ProtobufWriter()
  const { nameOf, copies } = namesOf(graph)
  graph.nodes.forEach((node, index) => writer.message(1, encodeNode(node, `n${index}`, nameOf)))
  for (const { name, value } of copies) {
    writer.message(1, new ProtobufWriter().string(1, nameOf(value)).string(2, name).string(3, `out:${name}`).string(4, 'Identity'))
  }
  writer.string(2, graph.name)
  for (const constant of graph.constants) writer.message(5, encodeTensor(constant))
  for (const input of graph.inputs) writer.message(11, encodeValueInfo(input.name, input, sideName))
  for (const { name, value } of graph.outputs) writer.message(12, encodeValueInfo(name, value, sideName))
  return writer
}

const encodeNode = (node: Node, name: string, nameOf: NameOf): ProtobufWriter => {
  const writer = new ProtobufWriter()
  for (const input of node.inputs) writer.string(1, nameOf(input))
  for (const output of node.outputs) writer.string(2, nameOf(output))
  writer.string(3, name).string(4, node.op)
  for (const [key, value] of Object.entries(node.attributes)) writer.message(5, encodeAttribute(key, value))
  return node.domain === '' ? writer : writer.string(7, node.domain)
}

const encodeAttribute = (name: string, value: Attribute): ProtobufWriter => {
  const writer = new ProtobufWriter().string(1, name)
  if (typeof value === 'number') return writer.integer(3, value).integer(20, attributeType.int)
  if (typeof value === 'string') return writer.string(4, value).integer(20, attributeType.string)
  if ('float' in value) return writer.float(2, value.float).integer(20, attributeType.float)
  for (const item of value) writer.integer(8, item)
  return writer.integer(20, attributeType.ints)
}

const encodeTensor = (constant: Constant): ProtobufWriter => {
  const writer = new ProtobufWriter()
  for (const side of constant.shape) writer.integer(1, side)
  const { buffer, byteOffset, byteLength } = constant.data
  return writer.integer(2, elementType[constant.dtype]).string(8, constant.name).bytes(9, new Uint8Array(buffer, byteOffset, byteLength))
}

const encodeValueInfo = (name: string, { shape, dtype }: Value, sideName: SideName): ProtobufWriter => {
  const dims = new ProtobufWriter()
  for (const side of shape) {
    const symbol = sideName(side)
    dims.message(1, symbol === null ? new ProtobufWriter().integer(1, side) : new ProtobufWriter().string(2, symbol))
  }
  const tensor = new ProtobufWriter().integer(1, elementType[dtype]).message(2, dims)
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor))
}
