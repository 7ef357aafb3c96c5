import type { AutoencoderConfig } from '../../protocol/config/index.ts'
import type { Tensors } from '../engine/engine.ts'
import * as tf from '../engine/tfjs.ts'
import { decode, encode } from './network.ts'
import { quantise, stopGradient } from './quantise.ts'

export type AutoencoderLosses = Tensors & {
  /** What is trained: l1 + klWeight · kl, or l1 + codebookWeight · (codebook + β · commitment). */
  total: tf.Tensor
  /** Mean of |x̂ − x| over all numbers, pixels in [−1, 1]. */
  l1: tf.Tensor
}

/** What the losses of a step were computed from. */
export interface Reconstruction {
  losses: AutoencoderLosses
  /** [B, S, S, 3] */
  picture: tf.Tensor
  /** VQ only: the encoder's vectors before quantisation, [N, C]. */
  vectors: tf.Tensor | null
}

/** A VAE's means and log variances: [B, h, h, 2C] → two of [B, h, h, C]. */
export const meanAndLogVariance = (encoded: tf.Tensor): [tf.Tensor, tf.Tensor] => {
  const [mean, raw] = tf.split(encoded, 2, 3) as [tf.Tensor, tf.Tensor]
  // Beyond this range exp gives no useful number; the usual VAE implementations clip here too.
  return [mean, tf.clipByValue(raw, -30, 20)]
}

/**
 * Reconstruction and losses of pictures. The paper's L1 and KL (or codebook) terms (Appendix A); without its perceptual
 * and adversarial terms, which need other trained networks.
 * - VAE: z = μ + σ·ε; KL(N(μ, σ²) ‖ N(0, 1)) in nats for a whole picture, a mean over pictures
 * - VQ: ‖sg[z] − e‖² + β‖z − sg[e]‖², means over elements; the decoder is given z + sg[e − z] (van den Oord 2017, eq. 3)
 * @param x `pictures` [B, S, S, 3]; for a VAE `epsilon` [B, h, h, C]
 */
export const reconstruct = (x: Tensors, p: Tensors, config: AutoencoderConfig): Reconstruction => {
  const pictures = x['pictures']!
  const encoded = encode(pictures, p, config)
  if (config.kind === 'vae') {
    const [mean, logVariance] = meanAndLogVariance(encoded) // [B, h, h, C] each
    const z = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), x['epsilon']!))
    const picture = decode(z, p, config)
    const l1 = meanAbsolute(picture, pictures)
    const elementwise = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1))
    const kl = tf.mul(tf.mean(tf.sum(elementwise, [1, 2, 3])), 0.5)
    return { losses: { total: tf.add(l1, tf.mul(kl, config.klWeight)), l1, kl }, picture, vectors: null }
  }
  const vectors = tf.reshape(encoded, [-1, config.latentChannels]) // [N, C]
  const codes = quantise(vectors, p['codebook']!)
  const straight = tf.add(vectors, stopGradient(tf.sub(codes, vectors)))
  const picture = decode(tf.reshape(straight, encoded.shape), p, config)
  const l1 = meanAbsolute(picture, pictures)
  const codebook = tf.mean(tf.square(tf.sub(stopGradient(vectors), codes)))
  const commitment = tf.mean(tf.square(tf.sub(vectors, stopGradient(codes))))
  const quantisation = tf.add(codebook, tf.mul(commitment, config.commitment))
  return { losses: { total: tf.add(l1, tf.mul(quantisation, config.codebookWeight)), l1, codebook, commitment }, picture, vectors }
}

const meanAbsolute = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
  const difference = tf.sub(a, b)
  return tf.mean(tf.maximum(difference, tf.neg(difference)))
}
