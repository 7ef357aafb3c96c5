import * as tf from '../engine/tfjs.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { Tensors } from '../engine/engine.ts'
import { embedTimestep } from './timestep.ts'

/**
 * Patch vectors into the model. The timestep embedding is added to every patch vector before the linear layer
 * (footnote 6), or after it where the config says so.
 * @param patches [I, n, P], noisy
 * @param t [I], t / T
 * @returns [I · n, D]
 */
export const encodePatches = (patches: tf.Tensor, t: tf.Tensor, p: Tensors, config: RunConfig): tf.Tensor => {
  const [images, n, vector] = patches.shape as [number, number, number]
  const { dim, patchPositions } = config.model
  const time = tf.expandDims(embedTimestep(t, p), 1) // [I, 1, P or D]
  const before = config.diffusion.timeEmbedding === 'patch'
  const x = before ? tf.add(patches, time) : patches // [I, n, P]
  const flat = tf.matMul(tf.reshape(x, [images * n, vector]), p['patch.encode'] as tf.Tensor2D) // [I·n, D]
  let h = tf.reshape(tf.add(flat, p['patch.encodeBias']!), [images, n, dim]) // [I, n, D]
  if (!before) h = tf.add(h, time)
  if (patchPositions === 'learned') h = tf.add(h, p['patch.position']!)
  return tf.reshape(h, [images * n, dim])
}

/**
 * Model vectors back to patch vectors.
 * @param h [I · n, D]
 * @returns [I · n, P]
 */
export const decodePatches = (h: tf.Tensor, p: Tensors): tf.Tensor =>
  tf.add(tf.matMul(h as tf.Tensor2D, p['patch.decode'] as tf.Tensor2D), p['patch.decodeBias']!)
