import type { Constant, DType, GraphBuilder, Value } from '../graph.ts'
import { broadcast, numberOf, type Lowering } from './types.ts'

const unary = (op: string): Lowering => ({ inputs: { x }, graph }) => graph.node(op, [x!], x!)

const binary = (op: string): Lowering => ({ inputs: { a, b }, graph }) => broadcasting(graph, op, a!, b!, a!.dtype)

/** Nothing is added where one of the two is zeros, and the sum no larger than the other. */
const sum: Lowering = (call) => {
  const { a, b } = call.inputs as { a: Value; b: Value }
  const shape = broadcast(a.shape, b.shape).join()
  const other = [[a, b], [b, a]].find(([zeros, other]) => isZeros(zeros!) && other!.shape.join() === shape)?.[1]
  return other ?? binary('Add')(call)
}

const isZeros = (value: Value): boolean => 'data' in value && (value as Constant).data.every((one) => one === 0)

const compare = (op: string): Lowering => ({ inputs: { a, b }, graph }) => broadcasting(graph, op, a!, b!, 'bool')

/** An operator that repeats its operands itself: what the other has the shape of, it is given unrepeated. */
const broadcasting = (graph: GraphBuilder, op: string, a: Value, b: Value, dtype: DType): Value => {
  const shape = broadcast(a.shape, b.shape)
  const covers = (x: Value, y: Value): boolean => broadcast(x.shape, y.shape).join() === shape.join()
  const left = covers(graph.unrepeated(a), b) ? graph.unrepeated(a) : a
  const right = covers(left, graph.unrepeated(b)) ? graph.unrepeated(b) : b
  return graph.node(op, [left, right], { shape, dtype })
}

const copy: Lowering = ({ inputs: { x } }) => x!

export const elementwise: Record<string, Lowering> = {
  Identity: copy,
  Abs: unary('Abs'),
  Neg: unary('Neg'),
  Exp: unary('Exp'),
  Log: unary('Log'),
  Sqrt: unary('Sqrt'),
  Sin: unary('Sin'),
  Cos: unary('Cos'),
  Tanh: unary('Tanh'),
  Sigmoid: unary('Sigmoid'),
  Relu: unary('Relu'),
  Floor: unary('Floor'),
  LogicalNot: unary('Not'),
  Square: ({ inputs: { x }, graph }) => graph.node('Mul', [x!, x!], x!),
  Rsqrt: ({ inputs: { x }, graph }) => graph.node('Reciprocal', [graph.node('Sqrt', [x!], x!)], x!),
  Reciprocal: unary('Reciprocal'),
  Add: sum,
  Sub: binary('Sub'),
  Multiply: binary('Mul'),
  RealDiv: binary('Div'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Pow: binary('Pow'),
  SquaredDifference: ({ inputs: { a, b }, graph }) => {
    const difference = graph.node('Sub', [a!, b!], { shape: broadcast(a!.shape, b!.shape), dtype: a!.dtype })
    return graph.node('Mul', [difference, difference], difference)
  },
  // The shallowest first: ONNX Runtime makes the addends one by one along the chain, so what the deepest needs is not yet there, and
  // what the others needed is gone. The squares of all gradients are such a sum: each weight's gradient is made as the pass goes by.
  AddN: ({ list, graph }) => list.toSorted((a, b) => graph.depthOf(a) - graph.depthOf(b)).reduce((sum, value) => graph.node('Add', [sum, value], sum)),
  Equal: compare('Equal'),
  Greater: compare('Greater'),
  GreaterEqual: compare('GreaterOrEqual'),
  Less: compare('Less'),
  LessEqual: compare('LessOrEqual'),
  LogicalAnd: compare('And'),
  LogicalOr: compare('Or'),
  ClipByValue: ({ inputs: { x }, attributes, graph }) =>
    graph.node('Clip', [x!, graph.scalar(numberOf(attributes, 'clipValueMin')), graph.scalar(numberOf(attributes, 'clipValueMax'))], x!),
  Cast: ({ inputs: { x }, attributes, graph }) => {
    const dtype = attributes['dtype'] as DType
    return x!.dtype === dtype ? x! : graph.node('Cast', [x!], { shape: x!.shape, dtype }, { to: { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10 }[dtype] })
  },
  Select: ({ inputs: { condition, t, e }, graph }) => {
    // tfjs lets a vector choose whole rows of a higher-rank pair.
    const rows = condition!.shape.length === 1 && t!.shape.length > 1
    const shape = rows ? [condition!.shape[0]!, ...t!.shape.slice(1).map(() => 1)] : condition!.shape
    const chooser: Value = rows ? graph.node('Reshape', [condition!, graph.integers(shape)], { shape, dtype: 'bool' }) : condition!
    return graph.node('Where', [chooser, t!, e!], { shape: broadcast(broadcast(shape, t!.shape), e!.shape), dtype: t!.dtype })
  },
}
