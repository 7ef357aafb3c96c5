import type { RunConfigInput } from './schema.ts'

const nano = {
  data: { name: 'shapes', maxObjects: 1, jitter: 0, sequenceLength: 128, captionFirst: 0.75 },
  image: { size: 24 },
  model: { dim: 128, layers: 4, heads: 4, qkNorm: true, tiedEmbeddings: true, patchPositions: 'learned' },
  patch: { size: 4 },
  diffusion: { schedule: 'straight', prediction: 'x0', tDistribution: 'logitNormal', tMean: 0.5, tStd: 1.2, noiseLimit: 300 },
  train: { steps: 3000, batch: 16, optimizer: 'muon', lr: 4e-3, lrMin: 1e-4, warmup: 100, ema: 0.995, evalEvery: 250, sampleEvery: 1000, checkpointEvery: 500 },
  sample: { steps: 50, sampler: 'ddim', tShift: 3, captionLength: 48 },
} as const satisfies RunConfigInput

/** VQ-VAE tokens of 4 × 4 pixels, as many in an image as `nano` has patches. */
const nanoTokens = { kind: 'vq', downsample: 4, latentChannels: 8, codebook: 256 } as const
const nanoLatent = { kind: 'vae', downsample: 4, latentChannels: 8 } as const

/** A size of Table 2. SwiGLU is as wide as in Llama: ⅔ · 4D, rounded up to a multiple of 256. */
const paperSize = (dim: number, layers: number, heads: number) => ({
  image: { size: 256 },
  model: { dim, layers, heads, mlpHidden: Math.ceil((8 * dim) / 3 / 256) * 256 },
  patch: { size: 16 },
  data: { sequenceLength: 4096 },
  train: { steps: 250_000, batch: 512, warmup: 4000 },
}) satisfies RunConfigInput

/**
 * Named sets of defaults. A preset lies under the user's own keys: what they write wins.
 * `paper-…` are the sizes of the paper's Table 2 with its own training values, in pixels; `nano` is what was measured to learn
 * within minutes on a CPU (see docs/guide/nano.md), `tiny` is the same, larger, and `nanoUnet` is
 * `nano` with the U-Net codec and larger patches. `nanoWaves` is a smaller `nano` on captioned waves.
 * `nanoVae` and `nanoVq` train autoencoders; `nanoLatents` and `nanoChameleon` are `nano` on what these make, and want
 * `image.autoencoder` to name one.
 */
export const presets = {
  nano,
  nanoVae: {
    task: 'autoencoder',
    data: { name: 'shapes', maxObjects: 1, jitter: 0 },
    image: { size: 24 },
    autoencoder: nanoLatent,
    train: { steps: 2000, batch: 32, lr: 2e-3, lrMin: 1e-4, weightDecay: 0, evalEvery: 250, evalBatches: 4, sampleEvery: 500, checkpointEvery: 500 },
    sample: { count: 32 },
  },
  nanoVq: {
    task: 'autoencoder',
    data: { name: 'shapes', maxObjects: 1 },
    image: { size: 24 },
    autoencoder: nanoTokens,
    train: { steps: 2000, batch: 32, lr: 2e-3, lrMin: 1e-4, weightDecay: 0, evalEvery: 250, evalBatches: 4, sampleEvery: 500, checkpointEvery: 500 },
    sample: { count: 32 },
  },
  nanoChameleon: {
    ...nano,
    // Without jitter there are 585 pictures, whose tokens a language model learns by heart.
    data: { ...nano.data, jitter: 1 },
    baseline: 'chameleon',
    autoencoder: nanoTokens,
    loss: { zLoss: 1e-5 },
    sample: { ...nano.sample, guidance: 2 },
  },
  nanoLatents: {
    ...nano,
    image: { size: 24, latents: 'vae' },
    autoencoder: nanoLatent,
    patch: { size: 1 },
  },
  nanoWaves: {
    ...nano,
    data: { ...nano.data, name: 'waves', sequenceLength: 88 },
    waves: { patch: 128 },
    model: { ...nano.model, dim: 96 },
    // So few steps are over before an average of weights has caught up.
    train: { ...nano.train, steps: 600, ema: 0, evalEvery: 200, sampleEvery: 600, checkpointEvery: 200 },
    sample: { ...nano.sample, guidance: 2 },
  },
  nanoUnet: {
    ...nano,
    data: { ...nano.data, sequenceLength: 64 },
    patch: { size: 8, codec: 'unet', unetChannels: 16 },
    // It sees the whole noisy picture, and reads colour and shape from it where single patches show nothing yet: only at more noise does it need its prompt.
    diffusion: { ...nano.diffusion, tMean: 2 },
  },
  tiny: {
    data: { name: 'shapes', sequenceLength: 256 },
    model: { dim: 256, layers: 6, heads: 8, qkNorm: true, tiedEmbeddings: true, patchPositions: 'learned' },
    diffusion: { schedule: 'straight', prediction: 'x0', tDistribution: 'logitNormal', tMean: 0.5, tStd: 1.2, noiseLimit: 300 },
    train: { steps: 20_000, batch: 32, optimizer: 'muon', lr: 2e-3, lrMin: 5e-5, warmup: 200, ema: 0.998 },
    sample: { steps: 50, sampler: 'ddim', tShift: 3 },
  },
  'paper-0.16B': paperSize(768, 16, 12),
  'paper-0.37B': paperSize(1024, 24, 16),
  'paper-0.76B': paperSize(1536, 24, 24),
  'paper-1.4B': paperSize(2048, 24, 16),
  'paper-7B': paperSize(4096, 32, 32),
} as const satisfies Record<string, RunConfigInput>

export type PresetName = keyof typeof presets
export const presetNames = Object.keys(presets) as PresetName[]
