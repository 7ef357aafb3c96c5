import type { DType, GraphBuilder, Shape, Value } from '../graph.ts'
import { sizeOf } from '../graph.ts'
import { frontAxis, listOf, numberOf, type Lowering } from './types.ts'

/** A reshape, or the value itself where nothing changes. */
export const reshaped = (graph: GraphBuilder, x: Value, shape: Shape): Value =>
  shape.join() === x.shape.join() ? x : graph.node('Reshape', [x, graph.integers(shape)], { shape, dtype: x.dtype })

/** A transposition, or the value itself where nothing moves. */
export const transposed = (graph: GraphBuilder, x: Value, order: readonly number[]): Value =>
  order.every((axis, i) => axis === i)
    ? x
    : graph.node('Transpose', [x], { shape: order.map((axis) => x.shape[axis]!), dtype: x.dtype }, { perm: order })

/** A tensor that holds one value throughout. */
export const filled = (graph: GraphBuilder, shape: Shape, value: number, dtype: DType): Value => {
  const scalar = dtype === 'bool' ? graph.constant(Uint8Array.of(value), [], 'bool') : graph.scalar(value, dtype as 'float32' | 'int32')
  return shape.length === 0 ? scalar : graph.expanded(scalar, shape)
}

const sliced = (graph: GraphBuilder, x: Value, begin: readonly number[], size: readonly number[]): Value => {
  const shape = size.map((length, i) => (length === -1 ? x.shape[i]! - begin[i]! : length))
  const cut = shape.flatMap((length, i) => (length === x.shape[i] ? [] : [i]))
  if (cut.length === 0) return x
  const starts = graph.integers(cut.map((i) => begin[i]!))
  const ends = graph.integers(cut.map((i) => begin[i]! + shape[i]!))
  return graph.node('Slice', [x, starts, ends, graph.integers(cut)], { shape, dtype: x.dtype })
}

/** Values one after another along an axis. */
export const concatenated = (graph: GraphBuilder, list: readonly Value[], axis: number): Value => {
  const shape = list[0]!.shape.map((side, i) => (i === axis ? list.reduce((sum, { shape }) => sum + shape[axis]!, 0) : side))
  return list.length === 1 ? list[0]! : graph.node('Concat', list, { shape, dtype: list[0]!.dtype }, { axis })
}

export const shaping: Record<string, Lowering> = {
  Reshape: ({ inputs: { x }, attributes, graph }) => {
    const shape = [...listOf(attributes, 'shape')]
    const open = shape.indexOf(-1)
    if (open >= 0) shape[open] = sizeOf(x!.shape) / -sizeOf(shape)
    return reshaped(graph, x!, shape)
  },
  ExpandDims: ({ inputs: { input }, attributes, graph }) =>
    reshaped(graph, input!, input!.shape.toSpliced(frontAxis(numberOf(attributes, 'dim'), input!.shape.length + 1), 0, 1)),
  Transpose: ({ inputs: { x }, attributes, graph }) => transposed(graph, x!, listOf(attributes, 'perm')),
  Concat: ({ list, attributes, graph }) => concatenated(graph, list, frontAxis(numberOf(attributes, 'axis'), list[0]!.shape.length)),
  Pack: ({ list, attributes, graph }) => {
    const axis = frontAxis(numberOf(attributes, 'axis'), list[0]!.shape.length + 1)
    return concatenated(graph, list.map((value) => reshaped(graph, value, value.shape.toSpliced(axis, 0, 1))), axis)
  },
  Unpack: ({ inputs: { value }, attributes, graph }) => {
    const axis = frontAxis(numberOf(attributes, 'axis'), value!.shape.length)
    return Array.from({ length: value!.shape[axis]! }, (_, i) => {
      const begin = value!.shape.map((_, j) => (j === axis ? i : 0))
      const size = value!.shape.map((side, j) => (j === axis ? 1 : side))
      return reshaped(graph, sliced(graph, value!, begin, size), value!.shape.toSpliced(axis, 1))
    })
  },
  Slice: ({ inputs: { x }, attributes, graph }) => sliced(graph, x!, listOf(attributes, 'begin'), listOf(attributes, 'size')),
  SplitV: ({ inputs: { x }, attributes, graph }) => {
    const axis = frontAxis(numberOf(attributes, 'axis'), x!.shape.length)
    const sizes = attributes['numOrSizeSplits'] as number | readonly number[]
    const lengths = typeof sizes === 'number' ? Array<number>(sizes).fill(x!.shape[axis]! / sizes) : sizes
    const results = lengths.map((length) => ({ shape: x!.shape.with(axis, length), dtype: x!.dtype }))
    return graph.multi('Split', [x!, graph.integers(lengths)], results, { axis })
  },
  Tile: ({ inputs: { x }, attributes, graph }) => {
    const reps = listOf(attributes, 'reps')
    if (x!.shape.every((side, i) => side === 1 || reps[i] === 1)) return graph.expanded(x!, x!.shape.map((side, i) => side * reps[i]!))
    return graph.node('Tile', [x!, graph.integers(reps)], { shape: x!.shape.map((side, i) => side * reps[i]!), dtype: x!.dtype })
  },
  PadV2: ({ inputs: { x }, attributes, graph }) => {
    const paddings = attributes['paddings'] as readonly (readonly [number, number])[]
    const shape = x!.shape.map((side, i) => side + paddings[i]![0] + paddings[i]![1])
    const pads = graph.integers([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)])
    return graph.node('Pad', [x!, pads, graph.scalar(numberOf(attributes, 'constantValue'))], { shape, dtype: x!.dtype })
  },
  Fill: ({ attributes, graph }) =>
    filled(graph, listOf(attributes, 'shape'), numberOf(attributes, 'value'), (attributes['dtype'] as DType | undefined) ?? 'float32'),
  ZerosLike: ({ inputs: { x }, graph }) => filled(graph, x!.shape, 0, x!.dtype),
  OnesLike: ({ inputs: { x }, graph }) => filled(graph, x!.shape, 1, x!.dtype),
}
