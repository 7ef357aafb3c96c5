import * as tf from '../engine/tfjs.ts'
import type { Tensors } from '../engine/engine.ts'
import { silu } from './ops/silu.ts'
import { timeFeatures } from './parameters.ts'

/**
 * Sinusoids of the timestep through a two-layer network. The paper says only that "an embedding of the timestep" is
 * added (footnote 6); sinusoid and MLP are the usual form (Nichol & Dhariwal 2021).
 * @param t [I], t / T in [0, 1]
 * @returns [I, W], W the width that it is added at
 */
export const embedTimestep = (t: tf.Tensor, p: Tensors): tf.Tensor => {
  const half = timeFeatures / 2
  const frequencies = Float32Array.from({ length: half }, (_, i) => 1000 * 10000 ** (-i / half))
  const angles = tf.mul(tf.expandDims(t, 1), tf.tensor(frequencies, [1, half])) // [I, half]
  const features = tf.concat([tf.cos(angles), tf.sin(angles)], 1) // [I, timeFeatures]
  const hidden = silu(tf.add(tf.matMul(features as tf.Tensor2D, p['time.in'] as tf.Tensor2D), p['time.inBias']!)) // [I, 2W]
  return tf.add(tf.matMul(hidden as tf.Tensor2D, p['time.out'] as tf.Tensor2D), p['time.outBias']!) // [I, W]
}
