import { gridSide, type RunConfig } from '../../../protocol/config/index.ts'

/** One resolution of the U-Net. */
export interface Level {
  /** Side of the image here, in pixels of this level. */
  side: number
  channels: number
  /** How many times smaller the next level's side is; 1 at the last, where a pixel is a patch. */
  factor: number
}

/**
 * The resolutions from the own one of the image, or of its latents, down to one pixel a patch. Each step divides the side by the least prime factor left of
 * patch.size, so a patch of 8 takes three steps by 2 and a patch of 1 none, and doubles the channels, as is usual.
 */
export const unetLevels = (config: RunConfig): Level[] => {
  const { patch, model } = config
  const factors = [...primeFactors(patch.size), 1]
  const widest = patch.unetChannels || Math.min(768, Math.max(16, Math.round(model.dim / 2 ** (factors.length - 1) / 8) * 8))
  let side = gridSide(config)
  return factors.map((factor, step) => {
    const level = { side, channels: widest * 2 ** step, factor }
    side /= factor
    return level
  })
}

const primeFactors = (n: number): number[] => {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return [d, ...primeFactors(n / d)]
  return n > 1 ? [n] : []
}

/** Width of the timestep embedding that the residual blocks share: four times the first level's channels (Nichol & Dhariwal 2021). */
export const unetTimeWidth = (config: RunConfig): number => 4 * unetLevels(config)[0]!.channels
