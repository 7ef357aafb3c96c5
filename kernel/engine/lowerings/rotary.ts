import { rotaryEmbeddingKernel } from '../kernels/rotaryEmbedding.ts'
import type { Lowering } from './types.ts'

export const rotary: Record<string, Lowering> = {
  /** ONNX Runtime's own operator; one position id of 0 says that positions count from 0. */
  [rotaryEmbeddingKernel]: ({ inputs: { x, cos, sin }, graph }) =>
    graph.node('RotaryEmbedding', [x!, graph.integers([0]), cos!, sin!], x!, {}, 'com.microsoft'),
}
