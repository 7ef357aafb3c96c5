import type { RunConfig } from '../../protocol/config/index.ts'
import type { Mix } from './schedule.ts'

export type Prediction = RunConfig['diffusion']['prediction']

/**
 * What the model predicts is linear in (x_0, ε): prediction = image · x_0 + noise · ε.
 * ε is the paper's; v is Salimans & Ho 2022; flow is the velocity of a straight path, ε − x_0 (Lipman et al. 2023).
 */
export const targetWeights = (prediction: Prediction, { signal, noise }: Mix): { image: number; noise: number } => {
  switch (prediction) {
    case 'epsilon': return { image: 0, noise: 1 }
    case 'x0': return { image: 1, noise: 0 }
    case 'v': return { image: -noise, noise: signal }
    case 'flow': return { image: -1, noise: 1 }
  }
}

/**
 * The weights (of x_t and of the prediction) that give back x̂_0 and ε̂: the solution of
 * x_t = a·x_0 + b·ε, prediction = c·x_0 + d·ε. Where a·d = b·c the two say the same thing and the limit is taken as no
 * signal: x̂_0 = 0.
 */
export const estimateWeights = (prediction: Prediction, mix: Mix): { image: [number, number]; noise: [number, number] } => {
  const { signal: a, noise: b } = mix
  const { image: c, noise: d } = targetWeights(prediction, mix)
  const determinant = a * d - b * c
  if (Math.abs(determinant) < 1e-12) return { image: [0, 0], noise: [1 / Math.max(b, 1e-12), 0] }
  return { image: [d / determinant, -b / determinant], noise: [-c / determinant, a / determinant] }
}
