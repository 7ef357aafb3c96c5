import type { ModalityName, RunConfig } from '../../protocol/config/index.ts'
import { guide } from '../diffusion/guidance.ts'
import { samplerBound, samplers } from '../diffusion/samplers.ts'
import { createSchedule } from '../diffusion/schedule.ts'
import { samplingTimes } from '../diffusion/timesteps.ts'
import type { Random } from '../random/stream.ts'

export interface DenoiseOptions {
  guidance: number
  steps: number
  sampler: RunConfig['sample']['sampler']
}

export interface Denoising {
  /** x_T of each image; overwritten at every step, x_0 at the end. */
  noisy: readonly Float32Array[]
  /** The generator of each image, for samplers that add noise. */
  randoms: readonly Random[]
  config: RunConfig
  options: DenoiseOptions
  /** Left out: image. */
  modality?: ModalityName
  onStep?: (done: number) => void
}

/**
 * What the model predicts of the images as they are, at time t / T. Branches 0 … count − 1 are the images in their
 * context; count … 2·count − 1, asked for only where guidance is not 1, are the images without one.
 */
export type Predict = (time: number) => Promise<(branch: number) => Float32Array>

/** Takes images from noise to clean, in place. */
export const denoise = async ({ noisy, randoms, config, options, modality = 'image', onStep = () => {} }: Denoising, predict: Predict): Promise<void> => {
  const { diffusion, sample } = config
  const { guidance, steps, sampler } = options
  const step = samplers[sampler](createSchedule(diffusion), diffusion.prediction, samplerBound(config, modality))
  const times = samplingTimes(diffusion.timesteps, steps, sample.tShift)
  for (let i = 0; i < steps; i++) {
    const t = times[i]!, s = times[i + 1]!
    const branch = await predict(t / diffusion.timesteps)
    noisy.forEach((x, k) => {
      const prediction = guidance === 1 ? branch(k) : guide(branch(k), branch(k + noisy.length), guidance)
      step({ x, prediction, t, s }, randoms[k]!)
    })
    onStep(i + 1)
  }
}
