import { eigenSymmetric, product, squareRoot } from './symmetric.ts'

/** Mean and covariance of features. */
export interface Moments {
  mean: Float64Array
  /** [d, d], divided by count − 1. */
  covariance: Float64Array
}

/** @param features one vector [d] for each picture, at least two */
export const momentsOf = (features: readonly Float64Array[]): Moments => {
  const d = features[0]!.length, count = features.length
  const mean = new Float64Array(d), covariance = new Float64Array(d * d)
  for (const vector of features) for (let i = 0; i < d; i++) mean[i]! += vector[i]! / count
  for (const vector of features) {
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) covariance[i * d + j]! += ((vector[i]! - mean[i]!) * (vector[j]! - mean[j]!)) / (count - 1)
  }
  return { mean, covariance }
}

/**
 * The Fréchet distance of two Gaussians, squared as FID is (Heusel et al. 2017, eq. 6; Dowson & Landau 1982):
 * |μ₁ − μ₂|² + tr(C₁ + C₂ − 2·(C₁^½·C₂·C₁^½)^½).
 */
export const frechetDistance = (a: Moments, b: Moments): number => {
  const d = a.mean.length
  const apart = a.mean.reduce((sum, value, i) => sum + (value - b.mean[i]!) ** 2, 0)
  const root = squareRoot(a.covariance, d)
  const { values } = eigenSymmetric(product(product(root, b.covariance, d), root, d), d)
  const trace = (matrix: Float64Array): number => Array.from({ length: d }, (_, i) => matrix[i * d + i]!).reduce((sum, value) => sum + value, 0)
  const common = values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0)
  // Rounding can leave a distance of nothing a hair below zero.
  return Math.max(0, apart + trace(a.covariance) + trace(b.covariance) - 2 * common)
}
