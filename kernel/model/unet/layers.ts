import * as tf from '../../engine/tfjs.ts'
import type { Tensors } from '../../engine/engine.ts'
import { layerNorm } from '../ops/layerNorm.ts'
import { silu } from '../ops/silu.ts'

// I images, S side, C channels, W width of the timestep embedding. Images are [I, S, S, C].

/** 3 × 3 convolution that keeps the sides. */
export const convolve = (x: tf.Tensor, name: string, p: Tensors): tf.Tensor =>
  tf.add(tf.conv2d(x as tf.Tensor4D, p[name] as tf.Tensor4D, 1, 'same'), p[`${name}Bias`]!)

/** A linear layer over the last axis, whatever axes lie before it. */
export const project = (x: tf.Tensor, name: string, p: Tensors): tf.Tensor => {
  const weight = p[name] as tf.Tensor2D
  const rows = tf.reshape(x, [-1, weight.shape[0]]) as tf.Tensor2D // [rows, C]
  return tf.reshape(tf.add(tf.matMul(rows, weight), p[`${name}Bias`]!), [...x.shape.slice(0, -1), weight.shape[1]])
}

/** "We replace the U-Net's AdaLayerNorm with regular layer norm" (footnote 7), over the channels of each pixel. */
export const normalise = (x: tf.Tensor, name: string, p: Tensors): tf.Tensor => layerNorm(x, p[`${name}Gain`]!, p[`${name}Bias`]!)

/**
 * Residual block (Nichol & Dhariwal 2021, as in Ho et al. 2020): x + conv(silu(norm(conv(silu(norm(x))) + time))).
 * @param x [I, S, S, C]
 * @param time [I, W], already through silu
 * @returns [I, S, S, C'], as the block's tensors say
 */
export const residual = (x: tf.Tensor, time: tf.Tensor, name: string, p: Tensors): tf.Tensor => {
  const shift = tf.expandDims(tf.expandDims(project(time, `${name}.time`, p), 1), 1) // [I, 1, 1, C']
  const first = tf.add(convolve(silu(normalise(x, `${name}.norm1`, p)), `${name}.conv1`, p), shift) // [I, S, S, C']
  const second = convolve(silu(normalise(first, `${name}.norm2`, p)), `${name}.conv2`, p)
  return tf.add(p[`${name}.skip`] ? project(x, `${name}.skip`, p) : x, second)
}

/** Windows of f × f pixels become one pixel: [I, S, S, C] → [I, S/f, S/f, f·f·C]. With a linear layer, a convolution of stride f. */
export const gatherWindows = (x: tf.Tensor, f: number): tf.Tensor => {
  const [images, side, , channels] = x.shape as [number, number, number, number]
  const across = side / f
  const cut = tf.transpose(tf.reshape(x, [images, across, f, across, f * channels]), [0, 1, 3, 2, 4]) // [I, S/f, S/f, f, f·C]
  return tf.reshape(cut, [images, across, across, f * f * channels])
}

/** The reverse of `gatherWindows`: [I, S, S, f·f·C] → [I, S·f, S·f, C]. */
export const spreadWindows = (x: tf.Tensor, f: number): tf.Tensor => {
  const [images, across, , wide] = x.shape as [number, number, number, number]
  const cut = tf.transpose(tf.reshape(x, [images, across, across, f, wide / f]), [0, 1, 3, 2, 4]) // [I, S, f, S, f·C]
  return tf.reshape(cut, [images, across * f, across * f, wide / f / f])
}
