import type { Result, Value } from '../graph.ts'
import { rmsNormKernel } from '../kernels/rmsNorm.ts'
import { rotaryEmbeddingKernel } from '../kernels/rotaryEmbedding.ts'
import { numberOf, type Lowering } from './types.ts'

/** Kernels of our own, which are one operator in ONNX Runtime. */
export const fused: Record<string, Lowering> = {
  /** One position id of 0 says that positions count from 0; where rows have angles of their own, each element's id is its own place. */
  [rotaryEmbeddingKernel]: ({ inputs: { x, cos, sin }, graph }) => {
    const [batch, , length] = x!.shape as [number, number, number, number]
    const own = cos!.shape[0] === batch * length && batch > 1
    const ids = own ? graph.constant(BigInt64Array.from({ length: batch * length }, (_, i) => BigInt(i)), [batch, length], 'int64') : graph.integers([0])
    return graph.node('RotaryEmbedding', [x!, ids, cos!, sin!], x!, {}, 'com.microsoft')
  },
  [rmsNormKernel]: ({ inputs: { x, gain }, attributes, graph }) => {
    const scale = { shape: [...x!.shape.slice(0, -1), 1], dtype: x!.dtype }
    const epsilon = numberOf(attributes, 'epsilon')
    const normalise = (results: readonly Result[]): readonly Value[] => graph.multi('SimplifiedLayerNormalization', [x!, gain!], results, { axis: -1, epsilon: { float: epsilon } })
    if (graph.dialect.normScale) return normalise([x!, scale])
    // WebGPU leaves something else there.
    const square = graph.node('ReduceMean', [graph.node('Mul', [x!, x!], x!), graph.integers([x!.shape.length - 1])], scale, { keepdims: 1 })
    const root = graph.node('Sqrt', [graph.node('Add', [square, graph.scalar(epsilon)], scale)], scale)
    return [...normalise([x!]), graph.node('Reciprocal', [root], scale)]
  },
}
