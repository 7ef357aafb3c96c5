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
 * All factors that are scalars meet before they touch a tensor, so that the update passes over each as few times as it can:
 * θ ← (1 − lr·w)·θ − (lr·k₁/√k₂) · m / (√v + ε/√k₂), with k the bias corrections.
 * @param gradient not clipped yet
 * @param factor scalar that clips it
 */
export const adamw = ({ param, m, v }: Moments, gradient: tf.Tensor, factor: tf.Tensor, { lr, correction1, correction2 }: StepSize, train: RunConfig['train']): Moments => {
  const { beta1, beta2, epsilon, weightDecay } = train
  const m1 = tf.add(tf.mul(m, beta1), tf.mul(gradient, tf.mul(factor, 1 - beta1)))
  const v1 = tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), tf.mul(tf.square(factor), 1 - beta2)))
  const root2 = tf.sqrt(correction2)
  const update = tf.mul(tf.div(m1, tf.add(tf.sqrt(v1), tf.div(epsilon, root2))), tf.div(tf.mul(lr, correction1), root2))
  const kept = param.rank > 1 && weightDecay > 0 ? tf.mul(param, tf.sub(1, tf.mul(lr, weightDecay))) : param
  return { param: tf.sub(kept, update), m: m1, v: v1 }
}

/** Global norm of all gradients, and the factor that brings it down to `clip` (1 where it is below, or clip is 0). */
export const clipFactor = (gradients: readonly tf.Tensor[], clip: number): { norm: tf.Tensor; factor: tf.Tensor } => {
  const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))))
  return { norm, factor: clip === 0 ? tf.scalar(1) : tf.minimum(tf.div(clip, tf.add(norm, 1e-6)), 1) }
}
