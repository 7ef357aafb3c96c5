import { z } from 'zod'
import { choice, integer, number } from './field.ts'

/**
 * The autoencoder: of a run that trains one, and of the one that gives a Transfusion run its latents or its tokens.
 * In the latter case it must say what that autoencoder was trained with.
 */
export const autoencoderSchema = z.strictObject({
  kind: choice('vae', ['vae', 'vq'], 'KL-VAE with continuous latents, or VQ-VAE with a codebook'),
  downsample: integer(4, 2, 8, 'side of the square of pixels that becomes one latent: 2, 4 or 8 (paper: 8)', 'pixels'),
  latentChannels: integer(8, 1, 64, 'numbers in one latent; for vq the dimension that the codes live in (paper: 8)'),
  width: integer(32, 4, 1024, 'channels after the first halving; twice as many after each further one, up to four times'),
  blocks: integer(1, 1, 8, 'residual blocks at each resolution, in the encoder and in the decoder'),
  klWeight: number(1e-6, 0, 1, 'vae: weight of the KL divergence, in nats for a whole picture, beside L1, a mean over its numbers (paper: 1e-6)'),
  codebook: integer(256, 2, 65536, 'vq: codes in the codebook (paper: 16,384)'),
  commitment: number(0.25, 0, 10, 'vq: weight β of the commitment loss beside the codebook loss (paper: 0.25)'),
  codebookWeight: number(1, 0, 10, 'vq: weight of codebook and commitment loss beside L1 (paper: 1)'),
  adversarialWeight: number(0, 0, 10, 'weight of the adversarial term beside L1: a discriminator of patches with hinge losses, trained along; 0 leaves it out (paper: 0.5)'),
  adversarialFrom: integer(0, 0, 10_000_000, 'step that the adversarial term counts from; the discriminator learns from the start (paper: 50,000)', 'steps'),
  reviveBelow: number(0.1, 0, 1, 'vq: a code whose share of use falls below this part of even use is put where the error is large; 0 leaves dead codes dead'),
})

export type AutoencoderConfig = z.output<typeof autoencoderSchema>
