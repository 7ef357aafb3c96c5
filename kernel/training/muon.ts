import * as tf from '../engine/tfjs.ts'
import type { RunConfig } from '../../protocol/config/index.ts'

/** Coefficients of the Newton–Schulz step: an odd quintic that drives singular values towards 1 quickly. */
const [a, b, c] = [3.4445, -4.775, 2.0315]
/** Newton–Schulz steps in one update. */
export const iterations = 5
const momentum = 0.95

/**
 * Whether a parameter is a hidden matrix, which Muon is for: of the transformer, and between the U-Net's first and last
 * convolution. Embeddings, heads, patch encoders and decoders, gains and biases stay with AdamW.
 */
export const takesMuon = (name: string, shape: readonly number[]): boolean => /^(layers|patch\.(down|up))\./.test(name) && shape.length >= 2

/** A parameter as the matrix that Muon sees: a convolution [3, 3, C, C'] as [9·C, C'] (Jordan 2024). */
export const matrixOf = (shape: readonly number[]): [rows: number, columns: number] => {
  const columns = shape.at(-1)!
  return [shape.reduce((product, size) => product * size, 1) / columns, columns]
}

/**
 * The nearest semi-orthogonal matrix, roughly: all singular values between about 0.7 and 1.2 (Jordan 2024).
 * @param x [m, n]
 */
export const orthogonalise = (x: tf.Tensor): tf.Tensor => {
  const [rows, columns] = x.shape as [number, number]
  const wide = rows <= columns ? x : tf.transpose(x)
  let y = tf.div(wide, tf.add(tf.sqrt(tf.sum(tf.square(wide))), 1e-7))
  for (let i = 0; i < iterations; i++) {
    const gram = tf.matMul(y as tf.Tensor2D, y as tf.Tensor2D, false, true)
    const mix = tf.add(tf.mul(gram, b), tf.mul(tf.matMul(gram, gram), c))
    y = tf.add(tf.mul(y, a), tf.matMul(mix as tf.Tensor2D, y as tf.Tensor2D))
  }
  return rows <= columns ? y : tf.transpose(y)
}

/**
 * Muon: the Nesterov momentum of the gradient, orthogonalised (Jordan et al. 2024), scaled to the size of AdamW's updates
 * so that both share a learning rate and a weight decay (Liu et al. 2025, "Muon is scalable", eq. 4).
 */
export const muon = (param: tf.Tensor, m: tf.Tensor, gradient: tf.Tensor, lr: tf.Tensor, train: RunConfig['train']): { param: tf.Tensor; m: tf.Tensor } => {
  const m1 = tf.add(tf.mul(m, momentum), gradient)
  const matrix = matrixOf(param.shape)
  const direction = orthogonalise(tf.reshape(tf.add(gradient, tf.mul(m1, momentum)), matrix))
  const update = tf.reshape(tf.mul(direction, 0.2 * Math.sqrt(Math.max(...matrix))), param.shape)
  return { param: tf.sub(param, tf.mul(tf.add(update, tf.mul(param, train.weightDecay)), lr)), m: m1 }
}
