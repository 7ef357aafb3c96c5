import { describe, expect, test } from 'vitest'
import { openShapes } from '../data/shapes/dataset.ts'
import type { Picture } from '../data/document.ts'
import { Random } from '../random/stream.ts'
import { frechetDistance, frechetOfFeatures, momentsOf, type Moments } from './frechet.ts'
import { pictureFeatures } from './pictureFeatures.ts'
import { textureFeatures } from './textureFeatures.ts'
import { eigenSymmetric, product, squareRoot } from './symmetric.ts'
import { picturesOf } from '../data/segments.ts'

const gaussian = (mean: number[], covariance: number[]): Moments => ({ mean: Float64Array.from(mean), covariance: Float64Array.from(covariance) })

/** R·diag·Rᵀ of a rotation by an angle. */
const turned = (first: number, second: number, angle: number): number[] => {
  const c = Math.cos(angle), s = Math.sin(angle)
  return [c * c * first + s * s * second, c * s * (first - second), c * s * (first - second), s * s * first + c * c * second]
}

describe('the Fréchet distance of Gaussians', () => {
  test('in one dimension is (μ₁ − μ₂)² + (σ₁ − σ₂)²', () => {
    expect(frechetDistance(gaussian([1], [4]), gaussian([4], [25]))).toBeCloseTo(9 + 9, 12)
  })

  test('of commuting covariances is |μ₁ − μ₂|² + Σ(√λ₁ − √λ₂)², in any rotated frame', () => {
    expect(frechetDistance(gaussian([0, 0], turned(1, 16, 0.7)), gaussian([3, 4], turned(9, 4, 0.7)))).toBeCloseTo(25 + 4 + 4, 10)
  })

  test('of covariances that do not commute: diag(1, 4) against itself turned by 90° is 2·(1 + 4) − 2·(2 + 2)', () => {
    expect(frechetDistance(gaussian([0, 0], [1, 0, 0, 4]), gaussian([0, 0], turned(1, 4, Math.PI / 2)))).toBeCloseTo(2, 10)
    // turned by θ: tr (C₁^½·C₂·C₁^½)^½ = √(tr M + 2·√det M), M = C₁C₂
    const angle = 0.5, other = turned(1, 4, angle)
    const traceM = other[0]! + 4 * other[3]!
    expect(frechetDistance(gaussian([0, 0], [1, 0, 0, 4]), gaussian([0, 0], other))).toBeCloseTo(10 - 2 * Math.sqrt(traceM + 2 * 4), 10)
  })

  test('is zero of a Gaussian and itself, also where the covariance is singular', () => {
    expect(frechetDistance(gaussian([1, 2], [1, 1, 1, 1]), gaussian([1, 2], [1, 1, 1, 1]))).toBeCloseTo(0, 12)
  })
})

test('of fewer vectors than they have numbers, the distance from their products is that of their covariances', () => {
  const vectors = (seed: number, count: number): Float64Array[] => {
    const random = new Random({ seed, stream: 'evaluation' })
    return Array.from({ length: count }, () => Float64Array.from({ length: 12 }, () => random.normal() * seed))
  }
  for (const [m, n] of [[5, 7], [9, 4], [12, 12], [20, 8]] as const) {
    expect(frechetOfFeatures(vectors(1, m), vectors(2, n))).toBeCloseTo(frechetDistance(momentsOf(vectors(1, m)), momentsOf(vectors(2, n))), 5)
  }
  expect(frechetOfFeatures(vectors(1, 6), vectors(1, 6))).toBeCloseTo(0, 6)
})

test('moments are the mean and the covariance divided by n − 1', () => {
  const { mean, covariance } = momentsOf([[1, 2], [3, 6], [5, 4]].map((vector) => Float64Array.from(vector)))
  expect([...mean, ...covariance]).toEqual([3, 4, 4, 2, 2, 4])
})

test('a symmetric matrix is V·diag(λ)·Vᵀ, and the square root squares to it', () => {
  const d = 6
  const factor = Float64Array.from(new Random({ seed: 1, stream: 'evaluation' }).fillNormal(new Float32Array(d * d)))
  const matrix = product(factor, factor.map((_, i) => factor[(i % d) * d + Math.floor(i / d)]!), d)
  const { values, vectors } = eigenSymmetric(matrix, d)
  for (let j = 0; j < d; j++) for (let i = 0; i < d; i++) {
    const image = Array.from({ length: d }, (_, k) => matrix[i * d + k]! * vectors[k * d + j]!).reduce((sum, value) => sum + value, 0)
    expect(image).toBeCloseTo(values[j]! * vectors[i * d + j]!, 9)
  }
  const root = squareRoot(matrix, d)
  product(root, root, d).forEach((value, i) => expect(value).toBeCloseTo(matrix[i]!, 9))
})

describe('distances in the fixed features', () => {
  const dataset = openShapes({ maxObjects: 1, positions: 0, jitter: 1, heldOut: 0.1 }, 24, 0)
  const pictures = (from: number): Picture[] => Array.from({ length: 128 }, (_, i) => picturesOf(dataset.document('heldOut', from + i))[0]!)
  const moments = (list: Picture[]): Moments => momentsOf(list.map(pictureFeatures))
  const real = moments(pictures(0))

  test('grow with noise: other pictures of the dataset are nearest, noise is further, more noise furthest', () => {
    const noisy = (spread: number): Picture[] => pictures(500).map((picture, index) => {
      const random = new Random({ seed: 3, stream: 'noise', step: index })
      return { ...picture, pixels: Uint8Array.from(picture.pixels, (value) => Math.max(0, Math.min(255, value + spread * random.normal()))) }
    })
    const distances = [0, 40, 80].map((spread) => frechetDistance(real, moments(noisy(spread))))
    expect(distances[1]).toBeGreaterThan(2 * distances[0]!)
    expect(distances[2]).toBeGreaterThan(2 * distances[1]!)
  })

  test('mild noise is seen by texture, where the random network hardly sees it', () => {
    const noisy = (spread: number): Picture[] => pictures(500).map((picture, index) => {
      const random = new Random({ seed: 3, stream: 'noise', step: index })
      return { ...picture, pixels: Uint8Array.from(picture.pixels, (value) => Math.max(0, Math.min(255, value + spread * random.normal()))) }
    })
    const ratio = (features: (picture: Picture) => Float64Array): number => {
      const own = pictures(0).map(features)
      return frechetOfFeatures(own, noisy(10).map(features)) / frechetOfFeatures(own, noisy(0).map(features))
    }
    expect(ratio(textureFeatures)).toBeGreaterThan(30)
    expect(ratio(pictureFeatures)).toBeLessThan(1.5)
  })

  test('texture of a plain picture is none, of stripes it is their step, in their direction and colour alone', () => {
    const plain: Picture = { width: 4, height: 4, pixels: new Uint8Array(48).fill(90) }
    expect([...textureFeatures(plain)]).toEqual(Array(12).fill(0))
    const stripes: Picture = { ...plain, pixels: Uint8Array.from({ length: 48 }, (_, i) => (i % 3 === 1 && Math.floor(i / 3) % 2 === 1 ? 255 : 0)) }
    expect([...textureFeatures(stripes)]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  test('tell one picture drawn again and again from many', () => {
    expect(frechetDistance(real, moments(pictures(500).fill(pictures(500)[0]!)))).toBeGreaterThan(3 * frechetDistance(real, moments(pictures(500))))
  })
})
