import type { RunConfig } from '../../protocol/config/index.ts'
import type { ImageFiller } from '../data/batch.ts'
import type { LaidDocument } from '../data/layout.ts'
import { pictureToPatches } from '../data/pixels.ts'
import { targetWeights } from '../diffusion/prediction.ts'
import { createSchedule } from '../diffusion/schedule.ts'
import { drawTimestep } from '../diffusion/timesteps.ts'
import { Random } from '../random/stream.ts'

/**
 * x_t = a·x_0 + b·ε and the target of the prediction (eq. 2, 3); noise is added to the image, one t for all its patches.
 * @param timestep the t of an image
 * @param noise the generator of an image's ε
 */
export const noiseImages = (
  config: RunConfig, timestep: (image: LaidDocument) => number, noise: (image: LaidDocument) => Random,
): ImageFiller => {
  const schedule = createSchedule(config.diffusion)
  return (image, patches, target) => {
    const t = timestep(image)
    const mix = schedule(t)
    const weights = targetWeights(config.diffusion.prediction, mix)
    const clean = image.patches ?? pictureToPatches(image.picture!, config.patch.size)
    const random = noise(image)
    for (let i = 0; i < clean.length; i++) {
      const x0 = clean[i]!, epsilon = random.normal()
      patches[i] = mix.signal * x0 + mix.noise * epsilon
      target[i] = weights.image * x0 + weights.noise * epsilon
    }
    return t / config.diffusion.timesteps
  }
}

/** Noise for training: t and ε are functions of the seed and the number of the document. */
export const trainingNoise = (config: RunConfig): ImageFiller => {
  const { seed } = config.train
  const { timesteps, noiseLimit } = config.diffusion
  return noiseImages(
    config,
    ({ index, imageFirst }) => drawTimestep(config.diffusion, imageFirst ? noiseLimit : timesteps, new Random({ seed, stream: 'timestep', step: index })),
    ({ index }) => new Random({ seed, stream: 'noise', step: index }),
  )
}
