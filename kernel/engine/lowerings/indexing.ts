import { sizeOf } from '../graph.ts'
import { filled, reshaped } from './shaping.ts'
import { frontAxis, numberOf, type Lowering } from './types.ts'

export const indexing: Record<string, Lowering> = {
  GatherV2: ({ inputs: { x, indices }, attributes, graph }) => {
    const axis = frontAxis(numberOf(attributes, 'axis'), x!.shape.length)
    const shape = [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)]
    return graph.node('Gather', [x!, indices!], { shape, dtype: x!.dtype }, { axis })
  },
  /**
   * Rows added up by the segment that they belong to: the gradient of a gather. ScatterND would take the rows as they
   * are, but on more than one thread ONNX Runtime's loses additions where indices repeat; ScatterElements does not on the
   * CPU, and does on WebGPU, where a product with ones at (segment, row) takes its place.
   */
  UnsortedSegmentSum: ({ inputs: { x, segmentIds }, attributes, graph }) => {
    const segments = numberOf(attributes, 'numSegments')
    const shape = [segments, ...x!.shape.slice(1)]
    if (!graph.dialect.repeatedAdditions) {
      const rows = x!.shape[0]!, width = sizeOf(x!.shape) / rows
      const range = graph.constant(Int32Array.from({ length: segments }, (_, i) => i), [segments, 1], 'int32')
      const hit = graph.node('Equal', [range, reshaped(graph, segmentIds!, [1, rows])], { shape: [segments, rows], dtype: 'bool' })
      const ones = graph.node('Cast', [hit], { shape: [segments, rows], dtype: x!.dtype }, { to: x!.dtype === 'int32' ? 6 : 1 })
      return reshaped(graph, graph.node('MatMul', [ones, reshaped(graph, x!, [rows, width])], { shape: [segments, width], dtype: x!.dtype }), shape)
    }
    const column = reshaped(graph, segmentIds!, x!.shape.map((side, axis) => (axis === 0 ? side : 1)))
    const ids = graph.node('Expand', [column, graph.integers(x!.shape)], { shape: x!.shape, dtype: 'int32' })
    return graph.node('ScatterElements', [filled(graph, shape, 0, x!.dtype), ids, x!], { shape, dtype: x!.dtype }, { axis: 0, reduction: 'add' })
  },
  /** ONNX Runtime's own OneHot has no int32 kernel on the CPU. */
  OneHot: ({ inputs: { indices }, attributes, graph }) => {
    const depth = numberOf(attributes, 'depth')
    const on = numberOf(attributes, 'onValue'), off = numberOf(attributes, 'offValue')
    const shape = [...indices!.shape, depth]
    const range = graph.constant(Int32Array.from({ length: depth }, (_, i) => i), [depth], 'int32')
    const hit = graph.node('Equal', [reshaped(graph, indices!, [...indices!.shape, 1]), range], { shape, dtype: 'bool' })
    return graph.node('Where', [hit, graph.scalar(on), graph.scalar(off)], { shape, dtype: 'float32' })
  },
  Range: ({ attributes, graph }) => {
    const start = numberOf(attributes, 'start'), stop = numberOf(attributes, 'stop'), step = numberOf(attributes, 'step')
    const values = Float32Array.from({ length: Math.max(0, Math.ceil((stop - start) / step)) }, (_, i) => start + i * step)
    return graph.constant(values, [values.length], 'float32')
  },
}
