import * as tf from '../engine/tfjs.ts'
import type { Tensors } from '../engine/engine.ts'
import type { PatchCodec } from './patchCodec.ts'
import { embedTimestep } from './timestep.ts'

/** One linear layer before the transformer and one after (§3), each patch by itself. */
export const linearCodec: PatchCodec = {
  /** The timestep embedding is added to every patch vector before the linear layer (footnote 6), or after it where the config says so. */
  encode(patches, t, p, config) {
    const [images, n, vector] = patches.shape as [number, number, number]
    const { dim, patchPositions } = config.model
    const time = tf.expandDims(embedTimestep(t, p), 1) // [I, 1, P or D]
    const before = config.diffusion.timeEmbedding === 'patch'
    const x = before ? tf.add(patches, time) : patches // [I, n, P]
    const flat = tf.matMul(tf.reshape(x, [images * n, vector]), p['patch.encode'] as tf.Tensor2D) // [I·n, D]
    let h = tf.reshape(tf.add(flat, p['patch.encodeBias']!), [images, n, dim]) // [I, n, D]
    if (!before) h = tf.add(h, time)
    if (patchPositions === 'learned') h = tf.add(h, p['patch.position']!)
    return { rows: tf.reshape(h, [images * n, dim]), time, skips: [] }
  },

  decode: (h, _, p) => decodeLinearly(h, p),
}

/** @param h [I · n, D] */
export const decodeLinearly = (h: tf.Tensor, p: Tensors): tf.Tensor =>
  tf.add(tf.matMul(h as tf.Tensor2D, p['patch.decode'] as tf.Tensor2D), p['patch.decodeBias']!) // [I·n, P]
