/** Eigenvalues and eigenvectors of a symmetric matrix. */
export interface Eigen {
  values: Float64Array
  /** [d, d]; column j belongs to value j. */
  vectors: Float64Array
}

/**
 * The eigendecomposition of a symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, 4th ed., alg. 8.5.3).
 * @param matrix [d, d], row-major
 */
export const eigenSymmetric = (matrix: Float64Array, d: number): Eigen => {
  const a = matrix.slice(), vectors = new Float64Array(d * d)
  for (let i = 0; i < d; i++) vectors[i * d + i] = 1
  for (let sweep = 0; sweep < 60 && offDiagonal(a, d) > 1e-24 * squares(a); sweep++) {
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate(a, vectors, d, p, q)
  }
  return { values: Float64Array.from({ length: d }, (_, i) => a[i * d + i]!), vectors }
}

const squares = (a: Float64Array): number => a.reduce((sum, value) => sum + value ** 2, 0)

const offDiagonal = (a: Float64Array, d: number): number => {
  let sum = 0
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) if (i !== j) sum += a[i * d + j]! ** 2
  return sum
}

/** Makes element (p, q) zero: a ← JᵀaJ, vectors ← vectors·J. */
const rotate = (a: Float64Array, vectors: Float64Array, d: number, p: number, q: number): void => {
  const off = a[p * d + q]!
  if (off === 0) return
  const theta = (a[q * d + q]! - a[p * d + p]!) / (2 * off)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta ** 2 + 1))
  const c = 1 / Math.sqrt(t ** 2 + 1), s = t * c
  const turn = (array: Float64Array, first: number, second: number): void => {
    const x = array[first]!, y = array[second]!
    array[first] = c * x - s * y
    array[second] = s * x + c * y
  }
  for (let k = 0; k < d; k++) turn(a, k * d + p, k * d + q)
  for (let k = 0; k < d; k++) turn(a, p * d + k, q * d + k)
  for (let k = 0; k < d; k++) turn(vectors, k * d + p, k * d + q)
}

/** The symmetric square root of a positive semidefinite matrix; what rounding made negative counts as zero. */
export const squareRoot = (matrix: Float64Array, d: number): Float64Array => {
  const { values, vectors } = eigenSymmetric(matrix, d)
  const roots = values.map((value) => Math.sqrt(Math.max(0, value)))
  return product(vectors.map((value, i) => value * roots[i % d]!), transpose(vectors, d), d)
}

export const product = (a: Float64Array, b: Float64Array, d: number): Float64Array => {
  const out = new Float64Array(d * d)
  for (let i = 0; i < d; i++) for (let k = 0; k < d; k++) {
    const factor = a[i * d + k]!
    for (let j = 0; j < d; j++) out[i * d + j]! += factor * b[k * d + j]!
  }
  return out
}

const transpose = (a: Float64Array, d: number): Float64Array => a.map((_, i) => a[(i % d) * d + Math.floor(i / d)]!)
