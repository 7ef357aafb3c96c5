import type { Constant, Node } from '../../engine/graph.ts'
import { attr } from './nodeDef.ts'

/** Makes TensorFlow nodes. Places are names of what they give. */
export interface Conversion {
  add(op: string, inputs: readonly string[], attributes?: Record<string, unknown>): string
  list(values: readonly number[]): string
  number(value: number): string
}

interface Call {
  node: Node
  /** Places of the node's inputs. */
  inputs: readonly string[]
}

/** One ONNX node as TensorFlow nodes. @returns where its outputs are */
type Convert = (call: Call, make: Conversion) => string | readonly string[]

const integer = ({ attributes }: Node, name: string): number => attributes[name] as number
const integers = ({ attributes }: Node, name: string): readonly number[] => attributes[name] as readonly number[]

/** The values of an input that must be known when the graph is written. */
const known = ({ node }: Call, input: number): number[] => {
  const { data } = node.inputs[input] as Partial<Constant>
  if (!data) throw new Error(`input ${input} of ${node.op} is computed, and tfjs needs it beforehand`)
  return Array.from(data as ArrayLike<number | bigint>, Number)
}

const same = (op: string): Convert => ({ inputs }, make) => make.add(op, inputs)

const reduce = (op: string): Convert => ({ node, inputs }, make) => make.add(op, inputs, { keep_dims: attr.flag(integer(node, 'keepdims') === 1) })

const overLast = (op: string): Convert => ({ node, inputs }, make) => {
  const rank = node.inputs[0]!.shape.length
  if (integer(node, 'axis') !== rank - 1) throw new Error(`${op} goes along the last axis only`)
  return make.add(op, inputs)
}

const alongAxis = (op: string): Convert => ({ node, inputs }, make) => make.add(op, [inputs[0]!, make.number(integer(node, 'axis'))])

/** Axes that a slice leaves whole are masked: their begin and end do not count. */
const slice: Convert = (call, make) => {
  const { node, inputs } = call
  const rank = node.inputs[0]!.shape.length
  const [starts, ends, axes] = [known(call, 1), known(call, 2), known(call, 3)]
  const steps = node.inputs.length > 4 ? known(call, 4) : axes.map(() => 1)
  const at = (values: readonly number[], whole: number): number[] => Array.from({ length: rank }, (_, axis) => values[axes.indexOf(axis)] ?? whole)
  const mask = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 0 : 2 ** axis)).reduce((sum, bit) => sum + bit, 0)
  return make.add('StridedSlice', [inputs[0]!, make.list(at(starts, 0)), make.list(at(ends, 0)), make.list(at(steps, 1))], {
    begin_mask: attr.integer(mask), end_mask: attr.integer(mask), ellipsis_mask: attr.integer(0), new_axis_mask: attr.integer(0), shrink_axis_mask: attr.integer(0),
  })
}

/** TensorFlow's own order is channels last: images are turned there and back. */
const convolution: Convert = ({ node, inputs }, make) => {
  const [top, left, bottom, right] = integers(node, 'pads') as [number, number, number, number]
  const image = make.add('Transpose', [inputs[0]!, make.list([0, 2, 3, 1])])
  const filter = make.add('Transpose', [inputs[1]!, make.list([2, 3, 1, 0])])
  const y = make.add('Conv2D', [image, filter], {
    strides: attr.integers([1, ...integers(node, 'strides'), 1]), dilations: attr.integers([1, ...integers(node, 'dilations'), 1]),
    padding: attr.text('EXPLICIT'), explicit_paddings: attr.integers([0, 0, top, bottom, left, right, 0, 0]), data_format: attr.text('NHWC'),
  })
  return make.add('Transpose', [y, make.list([0, 3, 1, 2])])
}

const types: Readonly<Record<number, string>> = { 1: 'DT_FLOAT', 6: 'DT_INT32', 7: 'DT_INT32', 9: 'DT_BOOL' }

/** Every operator that the graphs of an export have, by its ONNX name. */
export const conversions: Readonly<Record<string, Convert>> = {
  Identity: same('Identity'), Abs: same('Abs'), Neg: same('Neg'), Exp: same('Exp'), Log: same('Log'), Sqrt: same('Sqrt'), Sin: same('Sin'), Cos: same('Cos'),
  Tanh: same('Tanh'), Sigmoid: same('Sigmoid'), Relu: same('Relu'), Floor: same('Floor'), Not: same('LogicalNot'), Reciprocal: same('Reciprocal'),
  Add: same('AddV2'), Sub: same('Sub'), Mul: same('Mul'), Div: same('RealDiv'), Max: same('Maximum'), Min: same('Minimum'), Pow: same('Pow'),
  Equal: same('Equal'), Greater: same('Greater'), GreaterOrEqual: same('GreaterEqual'), Less: same('Less'), LessOrEqual: same('LessEqual'), Where: same('SelectV2'),
  Reshape: same('Reshape'), Expand: same('BroadcastTo'), Tile: same('Tile'), Clip: same('ClipByValue'),
  ReduceSum: reduce('Sum'), ReduceMean: reduce('Mean'), ReduceMax: reduce('Max'), ReduceMin: reduce('Min'), ReduceProd: reduce('Prod'),
  Softmax: overLast('Softmax'), LogSoftmax: overLast('LogSoftmax'), ArgMax: alongAxis('ArgMax'), ArgMin: alongAxis('ArgMin'),
  Cast: ({ node, inputs }, make) => make.add('Cast', inputs, { DstT: attr.type(types[integer(node, 'to')]!) }),
  Gather: ({ node, inputs }, make) => make.add('GatherV2', [...inputs, make.number(integer(node, 'axis'))], { batch_dims: attr.integer(0) }),
  Transpose: ({ node, inputs }, make) => make.add('Transpose', [...inputs, make.list(integers(node, 'perm'))]),
  Concat: ({ node, inputs }, make) => make.add('ConcatV2', [...inputs, make.number(integer(node, 'axis'))], { N: attr.integer(inputs.length) }),
  Split: ({ node, inputs }, make) => {
    const name = make.add('SplitV', [...inputs, make.number(integer(node, 'axis'))], { num_split: attr.integer(node.outputs.length) })
    return node.outputs.map((_, i) => (i === 0 ? name : `${name}:${i}`))
  },
  MatMul: ({ node, inputs }, make) => {
    const flat = node.inputs.every(({ shape }) => shape.length === 2)
    return flat
      ? make.add('MatMul', inputs, { transpose_a: attr.flag(false), transpose_b: attr.flag(false) })
      : make.add('BatchMatMulV2', inputs, { adj_x: attr.flag(false), adj_y: attr.flag(false) })
  },
  Gemm: ({ node, inputs }, make) => make.add('MatMul', inputs, { transpose_a: attr.flag(integer(node, 'transA') === 1), transpose_b: attr.flag(integer(node, 'transB') === 1) }),
  Shape: ({ node, inputs }, make) => {
    const shape = make.add('Shape', inputs, { out_type: attr.type('DT_INT32') })
    return make.add('Slice', [shape, make.list([integer(node, 'start')]), make.list([integer(node, 'end') - integer(node, 'start')])])
  },
  Slice: slice,
  Pad: (call, make) => {
    const pads = known(call, 1)
    const rank = pads.length / 2
    const pairs = pads.slice(0, rank).flatMap((before, axis) => [before, pads[rank + axis]!])
    return make.add('PadV2', [call.inputs[0]!, make.add('Reshape', [make.list(pairs), make.list([rank, 2])]), call.inputs[2]!])
  },
  Conv: convolution,
}
