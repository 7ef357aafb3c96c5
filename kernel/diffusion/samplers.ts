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

/** How far from 0 an estimate of the clean image may lie: pixels are in [−1, 1]. Infinity lets it be anything. */
export type Bound = number

/**
 * x̂_0 of every element. Near t = T an ε-prediction's small error is divided by a signal close to 0, so what lies outside
 * the data's range is brought back to its edge; the paper does not say whether its sampler does.
 */
const estimateImage = (schedule: Schedule, prediction: Prediction, bound: Bound) => {
  const clamp = bound === Infinity ? (x0: number): number => x0 : (x0: number): number => Math.max(-bound, Math.min(bound, x0))
  return (t: number): ((x: number, predicted: number) => number) => {
    const [ofX, ofPrediction] = estimateWeights(prediction, schedule(t)).image
    return (x, predicted) => clamp(ofX * x + ofPrediction * predicted)
  }
}

/**
 * DDIM, η = 0 (Song et al. 2021, eq. 12): x_s = a_s · x̂_0 + b_s · ε̂ with ε̂ = (x_t − a_t · x̂_0) / b_t.
 * On a straight schedule this is Euler's method.
 */
export const ddim = (schedule: Schedule, prediction: Prediction, bound: Bound = Infinity): Sampler => {
  const estimate = estimateImage(schedule, prediction, bound)
  return ({ x, prediction: predicted, t, s }) => {
    const now = schedule(t), next = schedule(s)
    const image = estimate(t)
    const ofX = next.noise / now.noise
    const ofImage = next.signal - ofX * now.signal
    for (let i = 0; i < x.length; i++) x[i] = ofX * x[i]! + ofImage * image(x[i]!, predicted[i]!)
  }
}

/**
 * Ancestral sampling (Ho et al. 2020, alg. 2) for any two times s < t of any schedule (Kingma et al. 2021, §A.4):
 * with α = a_t / a_s and σ² = b_t² − α²·b_s², x_s ~ N((α·b_s² / b_t²)·x_t + (a_s·σ² / b_t²)·x̂_0, V).
 * V = σ² keeps unit-variance data at unit variance; the paper of the sampler calls it β_t. The last step adds nothing.
 */
export const ddpm = (schedule: Schedule, prediction: Prediction, bound: Bound = Infinity): Sampler => {
  const estimate = estimateImage(schedule, prediction, bound)
  return ({ x, prediction: predicted, t, s }, random) => {
    const now = schedule(t), next = schedule(s)
    const image = estimate(t)
    const alpha = now.signal / next.signal
    const variance = now.noise ** 2 - alpha ** 2 * next.noise ** 2
    const ofX = (alpha * next.noise ** 2) / now.noise ** 2
    const ofImage = (next.signal * variance) / now.noise ** 2
    const spread = s > 0 ? Math.sqrt(variance) : 0
    for (let i = 0; i < x.length; i++) {
      x[i] = ofX * x[i]! + ofImage * image(x[i]!, predicted[i]!) + (spread > 0 ? spread * random.normal() : 0)
    }
  }
}

export const samplers = { ddim, ddpm }
