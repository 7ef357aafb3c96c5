import type { Random } from '../random/stream.ts'
import { estimateWeights, type Prediction } from './prediction.ts'
import type { Schedule } from './schedule.ts'

/** One step from time t to an earlier time s, in place. */
export interface Step {
  /** Current noisy values; overwritten. */
  x: Float32Array
  prediction: Float32Array
  t: number
  s: number
}

export type Sampler = (step: Step, random: Random) => void

/**
 * DDIM, η = 0 (Song et al. 2021, eq. 12): x_s = a_s · x̂_0 + b_s · ε̂. On a straight schedule this is Euler's method.
 */
export const ddim = (schedule: Schedule, prediction: Prediction): Sampler => ({ x, prediction: predicted, t, s }) => {
  const weights = estimateWeights(prediction, schedule(t))
  const next = schedule(s)
  const ofX = next.signal * weights.image[0] + next.noise * weights.noise[0]
  const ofPrediction = next.signal * weights.image[1] + next.noise * weights.noise[1]
  for (let i = 0; i < x.length; i++) x[i] = ofX * x[i]! + ofPrediction * predicted[i]!
}

/**
 * Ancestral sampling (Ho et al. 2020, alg. 2) for any two times s < t of any schedule (Kingma et al. 2021, §A.4):
 * with α = a_t / a_s and σ² = b_t² − α²·b_s², x_s ~ N((α·b_s² / b_t²)·x_t + (a_s·σ² / b_t²)·x̂_0, V).
 * V = σ² keeps unit-variance data at unit variance; the paper of the sampler calls it β_t. The last step adds nothing.
 */
export const ddpm = (schedule: Schedule, prediction: Prediction): Sampler => ({ x, prediction: predicted, t, s }, random) => {
  const now = schedule(t), next = schedule(s)
  const weights = estimateWeights(prediction, now)
  const alpha = now.signal / next.signal
  const variance = now.noise ** 2 - alpha ** 2 * next.noise ** 2
  const ofX = (alpha * next.noise ** 2) / now.noise ** 2
  const ofImage = (next.signal * variance) / now.noise ** 2
  const spread = s > 0 ? Math.sqrt(variance) : 0
  const a = ofX + ofImage * weights.image[0], b = ofImage * weights.image[1]
  for (let i = 0; i < x.length; i++) x[i] = a * x[i]! + b * predicted[i]! + (spread > 0 ? spread * random.normal() : 0)
}

export const samplers = { ddim, ddpm }
