import type { RunConfigInput } from './schema.ts'

/**
 * Named sets of defaults. A preset lies under the user's own keys: what they write wins.
 * `paper-*` are the sizes of the paper's Table 2 with its own training values; the others are what was measured to
 * learn well at their size (see README, "What a preset changes and why").
 */
export const presets = {
  nano: {
    data: { name: 'shapes', maxObjects: 1, sequenceLength: 128 },
    image: { size: 32 },
    model: { dim: 128, layers: 4, heads: 4, qkNorm: true, tiedEmbeddings: true, patchPositions: 'learned' },
    patch: { size: 4 },
    diffusion: { schedule: 'straight', prediction: 'flow', tDistribution: 'logitNormal', tMean: 0.7, noiseLimit: 500 },
    train: { steps: 3000, batch: 32, lr: 2e-3, lrMin: 1e-4, warmup: 100, ema: 0.996 },
    sample: { steps: 50, sampler: 'ddim', tShift: 3 },
  },
  tiny: {
    data: { name: 'shapes', sequenceLength: 256 },
    model: { dim: 256, layers: 6, heads: 8, qkNorm: true, tiedEmbeddings: true, patchPositions: 'learned' },
    diffusion: { schedule: 'straight', prediction: 'flow', tDistribution: 'logitNormal', tMean: 0.7, noiseLimit: 500 },
    train: { steps: 10_000, batch: 32, lr: 1e-3, lrMin: 5e-5, warmup: 200, ema: 0.998 },
    sample: { steps: 50, sampler: 'ddim', tShift: 3 },
  },
  'paper-0.16B': {
    image: { size: 256 },
    model: { dim: 768, layers: 16, heads: 12 },
    patch: { size: 16 },
    data: { sequenceLength: 4096 },
    train: { steps: 250_000, batch: 512, warmup: 4000 },
  },
} as const satisfies Record<string, RunConfigInput>

export type PresetName = keyof typeof presets
export const presetNames = Object.keys(presets) as PresetName[]
