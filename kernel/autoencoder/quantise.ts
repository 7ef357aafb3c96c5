import * as tf from '../engine/tfjs.ts'

// N vectors of C numbers, K codes.

/** The value, without a gradient: sg[·]. */
export const stopGradient = (x: tf.Tensor): tf.Tensor =>
  tf.customGrad((...inputs) => {
    const [x] = inputs as [tf.Tensor]
    return { value: tf.clone(x), gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy) }
  })(x)

/** ‖z − e‖² to every code, up to ‖z‖², which is the same for all: [N, C] × [K, C] → [N, K]. */
const distances = (z: tf.Tensor, codebook: tf.Tensor): tf.Tensor =>
  tf.sub(tf.sum(tf.square(codebook), 1), tf.mul(tf.matMul(z as tf.Tensor2D, codebook as tf.Tensor2D, false, true), 2))

/** The number of the code nearest to each vector: [N], int32. Not differentiable. */
export const nearestCodes = (z: tf.Tensor, codebook: tf.Tensor): tf.Tensor => tf.argMin(distances(z, codebook), 1)

/**
 * The nearest code of each vector. Its gradient goes to the codes that were taken, and none to the vectors.
 * @param z [N, C]
 * @param codebook [K, C]
 * @returns [N, C]
 */
export const quantise = (z: tf.Tensor, codebook: tf.Tensor): tf.Tensor =>
  tf.customGrad((...inputs) => {
    const [z, codebook] = inputs as [tf.Tensor, tf.Tensor]
    const save = inputs[2] as unknown as tf.GradSaveFunc
    const codes = nearestCodes(z, codebook) as tf.Tensor1D
    save([codes])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] =>
      [tf.zerosLike(dy), tf.unsortedSegmentSum(dy, saved[0] as tf.Tensor1D, codebook.shape[0]!)]
    return { value: tf.gather(codebook, codes), gradFunc }
  })(z, codebook)
