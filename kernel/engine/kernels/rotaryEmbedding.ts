import * as tf from '../tfjs.ts'
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js'

/** Rotates the pairs (x_i, x_{i+K/2}) of each head by the angle of its position: tfjs has no such kernel, ONNX Runtime has. */
export const rotaryEmbeddingKernel = 'RotaryEmbedding'

/**
 * @param x [B, H, T, K]
 * @param cos,sin [T, K/2], or [B·T, K/2] where each row has angles of its own
 */
export const rotaryEmbedding = (x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor =>
  tf.engine().runKernel(rotaryEmbeddingKernel, { x, cos, sin }) as tf.Tensor

tf.registerKernel({
  kernelName: rotaryEmbeddingKernel,
  backendName: 'cpu',
  kernelFunc: ({ inputs, backend }) => {
    const { x, cos, sin } = inputs as Record<'x' | 'cos' | 'sin', tf.TensorInfo>
    const cpu = backend as MathBackendCPU
    const valuesOf = ({ dataId }: tf.TensorInfo): Float32Array => cpu.data.get(dataId).values as Float32Array
    const shape = x.shape as [number, number, number, number]
    const out = rotate(valuesOf(x), valuesOf(cos), valuesOf(sin), shape, cos!.shape[0]!)
    return { dataId: cpu.write(out, shape, 'float32'), shape, dtype: 'float32' }
  },
})

const rotate = (x: Float32Array, cos: Float32Array, sin: Float32Array, [, heads, length, headDim]: [number, number, number, number], angles: number): Float32Array => {
  const half = headDim / 2
  const out = new Float32Array(x.length)
  for (let row = 0; row < x.length / headDim; row++) {
    const sequence = Math.floor(row / (heads * length))
    const place = (sequence * length + (row % length)) % angles
    for (let i = 0; i < half; i++) {
      const angle = place * half + i
      const a = x[row * headDim + i]!, b = x[row * headDim + half + i]!
      out[row * headDim + i] = a * cos[angle]! - b * sin[angle]!
      out[row * headDim + half + i] = b * cos[angle]! + a * sin[angle]!
    }
  }
  return out
}
