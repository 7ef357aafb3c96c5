import type { GraphBuilder, Result, Value } from '../graph.ts'
import { rmsNormKernel } from '../kernels/rmsNorm.ts'
import { rotaryEmbeddingKernel } from '../kernels/rotaryEmbedding.ts'
import { concatenated, reshaped } from './shaping.ts'
import { numberOf, type Lowering } from './types.ts'

/** Rotation in standard operators: [x₁ ∘ cos − x₂ ∘ sin | x₂ ∘ cos + x₁ ∘ sin], x₁ and x₂ the halves of each head. */
const rotated = (graph: GraphBuilder, x: Value, cos: Value, sin: Value): Value => {
  const [batch, , length, headDim] = x.shape as [number, number, number, number]
  const half = headDim / 2
  const part = { shape: x.shape.with(3, half), dtype: x.dtype }
  const [first, second] = graph.multi('Split', [x, graph.integers([half, half])], [part, part], { axis: 3 }) as [Value, Value]
  // Angles of the positions alone, or of each sequence's own.
  const sequences = cos.shape[0] === length ? 1 : batch
  const [c, s] = [cos, sin].map((angles) => reshaped(graph, angles, [sequences, 1, length, half])) as [Value, Value]
  const times = (a: Value, b: Value): Value => graph.node('Mul', [a, b], part)
  return concatenated(graph, [
    graph.node('Sub', [times(first, c), times(second, s)], part),
    graph.node('Add', [times(second, c), times(first, s)], part),
  ], 3)
}

/** Kernels of our own, which are one operator in ONNX Runtime. */
export const fused: Record<string, Lowering> = {
  /** One position id of 0 says that positions count from 0; where rows have angles of their own, each element's id is its own place. */
  [rotaryEmbeddingKernel]: ({ inputs: { x, cos, sin }, graph }) => {
    if (!graph.dialect.own) return rotated(graph, x!, cos!, sin!)
    const [batch, , length] = x!.shape as [number, number, number, number]
    const own = cos!.shape[0] === batch * length && batch > 1
    const ids = own ? graph.constant(BigInt64Array.from({ length: batch * length }, (_, i) => BigInt(i)), [batch, length], 'int64') : graph.integers([0])
    return graph.node('RotaryEmbedding', [x!, ids, cos!, sin!], x!, {}, 'com.microsoft')
  },
  [rmsNormKernel]: ({ inputs: { x, gain }, attributes, graph }) => {
    const scale = { shape: [...x!.shape.slice(0, -1), 1], dtype: x!.dtype }
    const epsilon = numberOf(attributes, 'epsilon')
    const normalise = (results: readonly Result[]): readonly Value[] => graph.multi('SimplifiedLayerNormalization', [x!, gain!], results, { axis: -1, epsilon: { float: epsilon } })
    if (graph.dialect.own && graph.dialect.normScale) return normalise([x!, scale])
    const square = graph.node('ReduceMean', [graph.node('Mul', [x!, x!], x!), graph.integers([x!.shape.length - 1])], scale, { keepdims: 1 })
    const root = graph.node('Sqrt', [graph.node('Add', [square, graph.scalar(epsilon)], scale)], scale)
    const r = graph.node('Reciprocal', [root], scale)
    // WebGPU's operator leaves something else than the scale in its second output.
    return [graph.dialect.own ? normalise([x!])[0]! : graph.node('Mul', [graph.node('Mul', [x!, r], x!), gain!], x!), r]
  },
}
