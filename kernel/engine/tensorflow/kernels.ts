import * as tf from '../tfjs.ts'
import { rmsNormKernel } from '../kernels/rmsNorm.ts'
import { rotaryEmbeddingKernel } from '../kernels/rotaryEmbedding.ts'
import { tensorFlowBackend } from './load.ts'

/** Our own kernels, of TensorFlow's operations. */
const own: Record<string, (inputs: Record<string, tf.Tensor>, attributes: tf.NamedAttrMap) => tf.Tensor | tf.Tensor[]> = {
  [rmsNormKernel]: ({ x, gain }, { epsilon }) => {
    const r = tf.rsqrt(tf.add(tf.mean(tf.square(x!), -1, true), epsilon as number))
    return [tf.mul(tf.mul(x!, r), gain!), r]
  },
  [rotaryEmbeddingKernel]: ({ x, cos, sin }) => {
    const [a, b] = tf.split(x!, 2, -1) as [tf.Tensor, tf.Tensor]
    return tf.concat([tf.sub(tf.mul(a, cos!), tf.mul(b, sin!)), tf.add(tf.mul(b, cos!), tf.mul(a, sin!))], -1)
  },
}

/** Registers them, once per process. */
export const registerTensorFlowKernels = (): void => {
  for (const [kernelName, compute] of Object.entries(own)) {
    if (tf.getKernel(kernelName, tensorFlowBackend)) continue
    tf.registerKernel({ kernelName, backendName: tensorFlowBackend, kernelFunc: ({ inputs, attrs }) => compute(inputs as Record<string, tf.Tensor>, attrs ?? {}) })
  }
}
