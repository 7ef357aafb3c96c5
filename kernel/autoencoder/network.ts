import type { AutoencoderConfig } from '../../protocol/config/index.ts'
import type { Tensors } from '../engine/engine.ts'
import * as tf from '../engine/tfjs.ts'
import { convolve3x3, depthToSpace, spaceToDepth } from '../model/ops/convolution.ts'
import { rmsNorm } from '../model/ops/rmsNorm.ts'
import { silu } from '../model/ops/silu.ts'
import { stagesOf } from './parameters.ts'

// B pictures, S side of a picture, h = S / downsample side of the latents, C latent channels, W channels of a stage.

/**
 * The encoder: at each resolution halve, then residual blocks.
 * @param x [B, S, S, 3] in [−1, 1]
 * @returns [B, h, h, 2C] for a VAE (means, then log variances), [B, h, h, C] for a VQ-VAE (not yet quantised)
 */
export const encode = (x: tf.Tensor, p: Tensors, config: AutoencoderConfig): tf.Tensor => {
  let h = x
  for (let stage = 0; stage < stagesOf(config); stage++) {
    h = linear(spaceToDepth(h), `encoder.${stage}.down`, p) // [B, S/2, S/2, W], S and W those of the stage
    h = blocks(h, `encoder.${stage}`, p, config)
  }
  return linear(silu(rmsNorm(h, p['encoder.norm']!)), 'encoder.out', p) // [B, h, h, C or 2C]
}

/**
 * The decoder, the encoder's mirror image.
 * @param z [B, h, h, C]
 * @returns [B, S, S, 3], not clipped
 */
export const decode = (z: tf.Tensor, p: Tensors, config: AutoencoderConfig): tf.Tensor => {
  let h = linear(z, 'decoder.in', p) // [B, h, h, W]
  for (let stage = stagesOf(config) - 1; stage >= 0; stage--) {
    h = blocks(h, `decoder.${stage}`, p, config)
    h = silu(rmsNorm(h, p[`decoder.${stage}.norm`]!))
    h = depthToSpace(linear(h, `decoder.${stage}.up`, p)) // [B, 2h, 2h, W of the stage above, or 3]
  }
  return h
}

/** x + conv(silu(conv(norm(x)))), as often as the config says. */
const blocks = (x: tf.Tensor, name: string, p: Tensors, config: AutoencoderConfig): tf.Tensor => {
  let h = x
  for (let index = 0; index < config.blocks; index++) {
    const own = (part: string): tf.Tensor => p[`${name}.${index}.${part}`]!
    const inner = silu(tf.add(convolve3x3(rmsNorm(h, own('norm')), own('in')), own('inBias')))
    h = tf.add(h, convolve3x3(inner, own('out')))
  }
  return h
}

/** A matrix product over the channels of each pixel: [B, h, w, from] → [B, h, w, to]. */
const linear = (x: tf.Tensor, name: string, p: Tensors): tf.Tensor => {
  const weight = p[name]!
  const [from, to] = weight.shape as [number, number]
  const rows = tf.matMul(tf.reshape(x, [-1, from]), weight as tf.Tensor2D) // [B·h·w, to]
  return tf.reshape(tf.add(rows, p[`${name}Bias`]!), [...x.shape.slice(0, -1), to])
}
