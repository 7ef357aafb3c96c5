import * as tf from '../tfjs.ts'
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js'

/** x · r ∘ g and r = 1 / √(mean(x²) + ε) over the last axis: tfjs has no such kernel, ONNX Runtime has. */
export const rmsNormKernel = 'RMSNorm'

/**
 * @param x [..., D]
 * @param gain [D]
 * @returns y [..., D] and r [..., 1]
 */
export const rmsNormalize = (x: tf.Tensor, gain: tf.Tensor, epsilon: number): [y: tf.Tensor, r: tf.Tensor] =>
  tf.engine().runKernel(rmsNormKernel, { x, gain }, { epsilon }) as tf.Tensor[] as [tf.Tensor, tf.Tensor]

tf.registerKernel({
  kernelName: rmsNormKernel,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, gain } = inputs as Record<'x' | 'gain', tf.TensorInfo>
    const cpu = backend as MathBackendCPU
    const valuesOf = ({ dataId }: tf.TensorInfo): Float32Array => cpu.data.get(dataId).values as Float32Array
    const { y, r } = normalize(valuesOf(x), valuesOf(gain), attrs!['epsilon'] as number)
    const info = (data: Float32Array, shape: number[]): tf.TensorInfo => ({ dataId: cpu.write(data, shape, 'float32'), shape, dtype: 'float32' })
    return [info(y, x.shape), info(r, [...x.shape.slice(0, -1), 1])]
  },
})

const normalize = (x: Float32Array, gain: Float32Array, epsilon: number): { y: Float32Array; r: Float32Array } => {
  const width = gain.length
  const y = new Float32Array(x.length), r = new Float32Array(x.length / width)
  for (let row = 0; row < r.length; row++) {
    let squares = 0
    for (let i = 0; i < width; i++) squares += x[row * width + i]! ** 2
    r[row] = 1 / Math.sqrt(squares / width + epsilon)
    for (let i = 0; i < width; i++) y[row * width + i] = x[row * width + i]! * r[row]! * gain[i]!
  }
  return { y, r }
}
