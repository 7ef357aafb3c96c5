import type { RunConfig } from '../../protocol/config/index.ts'

/**
 * How signal and noise mix at timestep t: x_t = signal · x_0 + noise · ε (eq. 2 writes √ᾱ_t and √(1 − ᾱ_t)).
 * t = 0 is clean, t = T is noise.
 */
export interface Mix {
  signal: number
  noise: number
}

export type Schedule = (t: number) => Mix

const cosineOffset = 0.008
const largestBeta = 0.999

/** β_1 … β_T of the cosine schedule (Nichol & Dhariwal 2021, eq. 17), each at most 0.999. */
export const cosineBetas = (timesteps: number): Float64Array => {
  const f = (t: number): number => Math.cos(((t / timesteps + cosineOffset) / (1 + cosineOffset)) * (Math.PI / 2)) ** 2
  return Float64Array.from({ length: timesteps }, (_, i) => Math.min(1 - f(i + 1) / f(i), largestBeta))
}

/** β_1 … β_T of the linear schedule (Ho et al. 2020, §4), scaled to any number of timesteps. */
export const linearBetas = (timesteps: number): Float64Array => {
  const scale = 1000 / timesteps
  const first = 1e-4 * scale, last = 0.02 * scale
  return Float64Array.from({ length: timesteps }, (_, i) => Math.min(first + ((last - first) * i) / Math.max(1, timesteps - 1), largestBeta))
}

/** ᾱ_0 = 1, ᾱ_t = Π (1 − β_s). */
export const alphaBars = (betas: Float64Array): Float64Array => {
  const result = new Float64Array(betas.length + 1)
  result[0] = 1
  betas.forEach((beta, i) => (result[i + 1] = result[i]! * (1 - beta)))
  return result
}

/** The schedule of a config, for whole and fractional t in [0, T]. */
export const createSchedule = ({ timesteps, schedule }: Pick<RunConfig['diffusion'], 'timesteps' | 'schedule'>): Schedule => {
  if (schedule === 'straight') return (t) => ({ signal: 1 - t / timesteps, noise: t / timesteps })
  const table = alphaBars(schedule === 'cosine' ? cosineBetas(timesteps) : linearBetas(timesteps))
  return (t) => {
    const below = Math.min(Math.floor(t), timesteps - 1)
    const share = t - below
    const alphaBar = share === 0 ? table[below]! : table[below]! ** (1 - share) * table[below + 1]! ** share
    return { signal: Math.sqrt(alphaBar), noise: Math.sqrt(1 - alphaBar) }
  }
}
