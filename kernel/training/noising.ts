import type { RunConfig } from '../../protocol/config/index.ts'
import { cleanPatches } from '../data/cleanPatches.ts'
import type { ItemFiller } from '../data/itemPlaces.ts'
import type { LaidItem } from '../data/laidDocument.ts'
import { targetWeights } from '../diffusion/prediction.ts'
import { createSchedule } from '../diffusion/schedule.ts'
import { drawTimestep } from '../diffusion/timesteps.ts'
import { Random } from '../random/stream.ts'

/**
 * x_t = a·x_0 + b·ε and the target of the prediction (eq. 2, 3); noise is added to the image, one t for all its patches. An
 * image that is a condition stays clean, at t = 0, and has no target.
 * @param timestep the t of an image
 * @param noise the generator of an image's ε
 */
export const noiseItems = (
  config: RunConfig, timestep: (image: LaidItem) => number, noise: (image: LaidItem) => Random,
): ItemFiller => {
  const schedule = createSchedule(config.diffusion)
  return (image, patches, target) => {
    const clean = cleanPatches(image, config)
    if (image.condition) {
      patches.set(clean)
      return 0
    }
    const t = timestep(image)
    const mix = schedule(t)
    const weights = targetWeights(config.diffusion.prediction, mix)
    const random = noise(image)
    for (let i = 0; i < clean.length; i++) {
      const x0 = clean[i]!, epsilon = random.normal()
      patches[i] = mix.signal * x0 + mix.noise * epsilon
      target[i] = weights.image * x0 + weights.noise * epsilon
    }
    return t / config.diffusion.timesteps
  }
}

/** Noise for training: t and ε are functions of the seed, the number of the document and that of the image in it. */
export const trainingNoise = (config: RunConfig): ItemFiller => {
  const { seed } = config.train
  const { timesteps, noiseLimit } = config.diffusion
  return noiseItems(
    config,
    ({ index, number, limited }) => drawTimestep(config.diffusion, limited ? noiseLimit : timesteps, new Random({ seed, stream: 'timestep', step: index, index: number })),
    ({ index, number }) => new Random({ seed, stream: 'noise', step: index, index: number }),
  )
}
