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

/**
 * The same distance of the Gaussians of two lists of vectors, without a [d, d] matrix: for n vectors of d numbers each,
 * tr (C₁^½·C₂·C₁^½)^½ is the sum of the singular values of X₁·X₂ᵀ, [n₁, n₂], where Xᵢ are the centred vectors over √(nᵢ − 1). So what is
 * decomposed has as many rows as there are pictures, not 2048.
 */
export const frechetOfFeatures = (a: readonly Float64Array[], b: readonly Float64Array[]): number => {
  const d = a[0]!.length
  if (Math.max(a.length, b.length) > d) return frechetDistance(momentsOf(a), momentsOf(b))
  const [first, second] = [centred(a), centred(b)]
  const apart = first.mean.reduce((sum, value, i) => sum + (value - second.mean[i]!) ** 2, 0)
  const n = a.length
  const products = first.rows.map((x) => Float64Array.from(second.rows, (y) => x.reduce((sum, value, i) => sum + value * y[i]!, 0))) // [n₁][n₂]
  const gram = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) gram[i * n + j] = gram[j * n + i] = products[i]!.reduce((sum, value, k) => sum + value * products[j]![k]!, 0)
  const common = eigenSymmetric(gram, n).values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0)
  return Math.max(0, apart + first.trace + second.trace - 2 * common)
}

const centred = (features: readonly Float64Array[]): { mean: Float64Array; rows: Float64Array[]; trace: number } => {
  const d = features[0]!.length, count = features.length
  const mean = new Float64Array(d)
  for (const vector of features) for (let i = 0; i < d; i++) mean[i]! += vector[i]! / count
  const rows = features.map((vector) => vector.map((value, i) => (value - mean[i]!) / Math.sqrt(count - 1)))
  return { mean, rows, trace: rows.reduce((sum, row) => sum + row.reduce((part, value) => part + value * value, 0), 0) }
}
