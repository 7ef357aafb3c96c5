import { hasImages, hasImageTokens, hasWaves, type RunConfig } from './config/index.ts'

/** What can be measured of a checkpoint on demand: name → what it gives. */
export const measurements = {
  heldOut: 'perplexity, ε-MSE by noise level and raster quarter, and caption loss on held-out documents',
  raster: 'ε-MSE of each patch in raster order',
  promptGain: "what a picture's own caption is worth: by what share ε-MSE is larger after the caption of another picture",
  captions: 'CIDEr-D and exact match of captions of held-out pictures',
  frechet: 'Fréchet distance of drawings of held-out captions to the pictures that the captions belong to, and the same of their texture',
  fid: 'FID: the same in the features of Inception, which you bring (lab doctor says how)',
  clip: 'CLIP score of the same drawings with their captions, with a CLIP model that you bring (lab doctor says how)',
  scenes: "the scene checker's table in GenEval's six tasks (shapes only)",
  guidance: 'Fréchet distance, and share drawn right, for several guidance weights with the same noise',
  steps: 'Fréchet distance, and share drawn right, for several numbers of denoising steps with the same noise',
} as const

export type MeasurementName = keyof typeof measurements
export const measurementNames = Object.keys(measurements) as MeasurementName[]

/** What is measured of pictures alone: sounds and text have no counterpart. */
export const pictureMeasurements: ReadonlySet<MeasurementName> = new Set(['raster', 'promptGain', 'frechet', 'fid', 'clip', 'scenes', 'guidance', 'steps'])

const usual: readonly MeasurementName[] = ['heldOut', 'raster', 'captions', 'frechet']

/** What is measured of a run when nothing else is asked: all that it allows but the sweeps and what needs networks of the user's. */
export const usualMeasurements = (config: RunConfig): MeasurementName[] => usual.filter((name) => allows(config, name))

const allows = (config: RunConfig, name: MeasurementName): boolean => {
  if (name === 'captions') return (hasImages(config) || hasWaves(config)) && config.baseline !== 'imageOnly'
  // Chameleon's images have no noise that an error could be measured at.
  return !pictureMeasurements.has(name) || (hasImages(config) && !(name === 'raster' && hasImageTokens(config)))
}

export interface MeasureRequest {
  what: MeasurementName[]
  /** Documents, pictures or prompts of each measurement. */
  count: number
  /** Drawing number i starts from the noise of (seed, i). */
  seed: number
  /** Weights of the guidance sweep. */
  guidance: number[]
  /** Denoising steps of the step sweep. */
  steps: number[]
}

/** `what` left out: `usualMeasurements` of the run. */
export const measureDefaults: Omit<MeasureRequest, 'what'> = {
  count: 128, seed: 0, guidance: [1, 1.5, 2, 3, 5, 8], steps: [5, 10, 25, 50, 100, 250],
}
