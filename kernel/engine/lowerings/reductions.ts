import type { DType } from '../graph.ts'
import { axesOf, flagOf, frontAxis, numberOf, type Lowering } from './types.ts'

const reduce = (op: string, axesName: 'axis' | 'reductionIndices' = 'axis'): Lowering => ({ inputs: { x }, attributes, graph }) => {
  const axes = axesOf(attributes[axesName] ?? attributes['axis'], x!.shape.length)
  const keep = flagOf(attributes, 'keepDims')
  const shape = keep
    ? x!.shape.map((side, axis) => (axes.includes(axis) ? 1 : side))
    : x!.shape.filter((_, axis) => !axes.includes(axis))
  return graph.node(op, [x!, graph.integers(axes)], { shape, dtype: x!.dtype }, { keepdims: keep ? 1 : 0 })
}

const alongAxis = (op: string): Lowering => ({ inputs: { x }, attributes, graph }) => {
  const axis = axesOf(attributes['axis'], x!.shape.length)[0]!
  const shape = x!.shape.filter((_, i) => i !== axis)
  const found = graph.node(op, [x!], { shape, dtype: 'int64' }, { axis, keepdims: 0 })
  return graph.node('Cast', [found], { shape, dtype: 'int32' satisfies DType }, { to: 6 })
}

const overLast = (op: string): Lowering => ({ inputs: { logits }, attributes, graph }) => {
  const axis = frontAxis(attributes['dim'] === undefined ? -1 : numberOf(attributes, 'dim'), logits!.shape.length)
  return graph.node(op, [logits!], logits!, { axis })
}

export const reductions: Record<string, Lowering> = {
  Sum: reduce('ReduceSum'),
  Mean: reduce('ReduceMean'),
  Prod: reduce('ReduceProd'),
  Max: reduce('ReduceMax', 'reductionIndices'),
  Min: reduce('ReduceMin'),
  ArgMax: alongAxis('ArgMax'),
  ArgMin: alongAxis('ArgMin'),
  Softmax: overLast('Softmax'),
  LogSoftmax: overLast('LogSoftmax'),
}
