import type { AutoencoderConfig } from '../../protocol/config/index.ts'
import type { Tensors } from '../engine/engine.ts'
import * as tf from '../engine/tfjs.ts'
import { meanAndLogVariance } from './losses.ts'
import { decode, encode } from './network.ts'
import { nearestCodes } from './quantise.ts'

/**
 * Pictures in the latent space.
 * @param pictures [B, S, S, 3] in [−1, 1]
 * @returns `latents` [B, h, h, C]: a VAE's means, or the codes' vectors; for a VAE `kl` [B], nats for a whole picture; for a VQ-VAE `codes` [B·h·h]
 */
export const encodePictures = (pictures: tf.Tensor, p: Tensors, config: AutoencoderConfig): Tensors & { latents: tf.Tensor } => {
  const encoded = encode(pictures, p, config)
  if (config.kind === 'vae') {
    const [mean, logVariance] = meanAndLogVariance(encoded) // [B, h, h, C] each
    const nats = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1))
    return { latents: mean, kl: tf.mul(tf.sum(nats, [1, 2, 3]), 0.5) }
  }
  const codes = nearestCodes(tf.reshape(encoded, [-1, config.latentChannels]), p['codebook']!) // [B·h·h]
  return { latents: tf.reshape(tf.gather(p['codebook']!, codes), encoded.shape), codes }
}

/**
 * The pictures of latents; a VQ-VAE takes the code nearest to each.
 * @param latents [B, h, h, C]
 * @returns [B, S, S, 3], not clipped
 */
export const decodeLatents = (latents: tf.Tensor, p: Tensors, config: AutoencoderConfig): tf.Tensor => {
  if (config.kind === 'vae') return decode(latents, p, config)
  const codes = nearestCodes(tf.reshape(latents, [-1, config.latentChannels]), p['codebook']!)
  return decode(tf.reshape(tf.gather(p['codebook']!, codes), latents.shape), p, config)
}
