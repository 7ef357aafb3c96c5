import { rmsNormKernel } from '../kernels/rmsNorm.ts'
import { rotaryEmbeddingKernel } from '../kernels/rotaryEmbedding.ts'
import { numberOf, type Lowering } from './types.ts'

/** Kernels of our own, which are one operator in ONNX Runtime. */
export const fused: Record<string, Lowering> = {
  /** One position id of 0 says that positions count from 0. */
  [rotaryEmbeddingKernel]: ({ inputs: { x, cos, sin }, graph }) =>
    graph.node('RotaryEmbedding', [x!, graph.integers([0]), cos!, sin!], x!, {}, 'com.microsoft'),
  [rmsNormKernel]: ({ inputs: { x, gain }, attributes, graph }) => {
    const scale = { shape: [...x!.shape.slice(0, -1), 1], dtype: x!.dtype }
    return graph.multi('SimplifiedLayerNormalization', [x!, gain!], [x!, scale], { axis: -1, epsilon: { float: numberOf(attributes, 'epsilon') } })
  },
}
