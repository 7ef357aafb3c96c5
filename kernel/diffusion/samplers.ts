import type { ModalityName, RunConfig } from '../../protocol/config/index.ts'
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

/** A step as numbers: x̂_0 = imageOfX · x_t + imageOfPrediction · prediction, within the bound; x_s = ofX · x_t + ofImage · x̂_0 + spread · z, z ~ N(0, I). */
export interface StepWeights {
  imageOfX: number
  imageOfPrediction: number
  ofX: number
  ofImage: number
  /** 0 where a step adds no noise: it then draws none. */
  spread: number
}

/** The weights of the step from t to s. */
export type StepWeightsOf = (schedule: Schedule, prediction: Prediction) => (t: number, s: number) => StepWeights

/**
 * DDIM, η = 0 (Song et al. 2021, eq. 12): x_s = a_s · x̂_0 + b_s · ε̂ with ε̂ = (x_t − a_t · x̂_0) / b_t.
 * On a straight schedule this is Euler's method.
 */
const ddimWeights: StepWeightsOf = (schedule, prediction) => (t, s) => {
  const now = schedule(t), next = schedule(s)
  const ofX = next.noise / now.noise
  return { ...imageWeights(schedule, prediction, t), ofX, ofImage: next.signal - ofX * now.signal, spread: 0 }
}

/**
 * Ancestral sampling (Ho et al. 2020, alg. 2) for any two times s < t of any schedule (Kingma et al. 2021, §A.4):
 * with α = a_t / a_s and σ² = b_t² − α²·b_s², x_s ~ N((α·b_s² / b_t²)·x_t + (a_s·σ² / b_t²)·x̂_0, V).
 * V = σ² keeps unit-variance data at unit variance; the paper of the sampler calls it β_t. The last step adds nothing.
 */
const ddpmWeights: StepWeightsOf = (schedule, prediction) => (t, s) => {
  const now = schedule(t), next = schedule(s)
  const alpha = now.signal / next.signal
  const variance = now.noise ** 2 - alpha ** 2 * next.noise ** 2
  return {
    ...imageWeights(schedule, prediction, t),
    ofX: (alpha * next.noise ** 2) / now.noise ** 2, ofImage: (next.signal * variance) / now.noise ** 2, spread: s > 0 ? Math.sqrt(variance) : 0,
  }
}

const imageWeights = (schedule: Schedule, prediction: Prediction, t: number): Pick<StepWeights, 'imageOfX' | 'imageOfPrediction'> => {
  const [imageOfX, imageOfPrediction] = estimateWeights(prediction, schedule(t)).image
  return { imageOfX, imageOfPrediction }
}

/**
 * Near t = T an ε-prediction's small error is divided by a signal close to 0, so what lies outside the data's range is brought back
 * to its edge; the paper does not say whether its sampler does.
 */
const samplerOf = (weightsOf: StepWeightsOf) => (schedule: Schedule, prediction: Prediction, bound: Bound = Infinity): Sampler => {
  const clamp = bound === Infinity ? (x0: number): number => x0 : (x0: number): number => Math.max(-bound, Math.min(bound, x0))
  const weights = weightsOf(schedule, prediction)
  return ({ x, prediction: predicted, t, s }, random) => {
    const { imageOfX, imageOfPrediction, ofX, ofImage, spread } = weights(t, s)
    for (let i = 0; i < x.length; i++) {
      x[i] = ofX * x[i]! + ofImage * clamp(imageOfX * x[i]! + imageOfPrediction * predicted[i]!) + (spread > 0 ? spread * random.normal() : 0)
    }
  }
}

export const ddim = samplerOf(ddimWeights)
export const ddpm = samplerOf(ddpmWeights)

export const samplers = { ddim, ddpm }
export const stepWeights = { ddim: ddimWeights, ddpm: ddpmWeights }

/** The bound of a config's samplers for items of a modality: what is drawn in latents has none. */
export const samplerBound = ({ sample, image }: RunConfig, modality: ModalityName): Bound =>
  sample.clip && (modality === 'wave' || image.latents === 'pixels') ? 1 : Infinity
