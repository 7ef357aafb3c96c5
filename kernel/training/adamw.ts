import * as tf from '../engine/tfjs.ts'
import type { RunConfig } from '../../protocol/config/index.ts'

/** One tensor's optimiser state. */
export interface Moments {
  param: tf.Tensor
  m: tf.Tensor
  v: tf.Tensor
}

/** What changes from step to step: the learning rate, and 1/(1 − β₁ᵗ), 1/(1 − β₂ᵗ). Scalars. */
export interface StepSize {
  lr: tf.Tensor
  correction1: tf.Tensor
  correction2: tf.Tensor
}

/**
 * AdamW (Loshchilov & Hutter 2019, alg. 2), as a function: state in, state out. Weight decay on matrices only.
 * @param gradient already clipped
 */
export const adamw = ({ param, m, v }: Moments, gradient: tf.Tensor, { lr, correction1, correction2 }: StepSize, train: RunConfig['train']): Moments => {
  const { beta1, beta2, epsilon, weightDecay } = train
  const m1 = tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1))
  const v1 = tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2))
  const update = tf.div(tf.mul(m1, correction1), tf.add(tf.sqrt(tf.mul(v1, correction2)), epsilon))
  const decayed = param.rank > 1 && weightDecay > 0 ? tf.add(update, tf.mul(param, weightDecay)) : update
  return { param: tf.sub(param, tf.mul(decayed, lr)), m: m1, v: v1 }
}

/** Global norm of all gradients, and the factor that brings it down to `clip` (1 where it is below, or clip is 0). */
export const clipFactor = (gradients: readonly tf.Tensor[], clip: number): { norm: tf.Tensor; factor: tf.Tensor } => {
  const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))))
  return { norm, factor: clip === 0 ? tf.scalar(1) : tf.minimum(tf.div(clip, tf.add(norm, 1e-6)), 1) }
}
