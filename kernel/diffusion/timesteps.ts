import type { RunConfig } from '../../protocol/config/index.ts'
import type { Random } from '../random/stream.ts'

/**
 * The timestep that an image is trained at: whole, in 1 … limit.
 * uniform: all alike (the paper); logitNormal: T · σ(N(mean, std)) (Esser et al. 2024, eq. 19).
 * @param limit T; or the noise limit of images that come before their caption (§4.3.4), below which all t are alike
 */
export const drawTimestep = ({ timesteps, tDistribution, tMean, tStd }: RunConfig['diffusion'], limit: number, random: Random): number =>
  tDistribution === 'uniform' || limit < timesteps
    ? 1 + random.integer(limit)
    : Math.min(timesteps, Math.max(1, Math.ceil(timesteps / (1 + Math.exp(-(tMean + tStd * random.normal()))))))

/**
 * The times that sampling passes through, from T down to 0.
 * @param shift > 1 spends more steps at high noise: s ↦ shift·s / (1 + (shift − 1)·s)
 * @returns steps + 1 times; whole ones where the spacing allows
 */
export const samplingTimes = (timesteps: number, steps: number, shift: number): number[] =>
  Array.from({ length: steps + 1 }, (_, i) => {
    const s = 1 - i / steps
    return (timesteps * shift * s) / (1 + (shift - 1) * s)
  })
