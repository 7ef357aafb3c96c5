import * as tf from '../../engine/tfjs.ts'
import { rotaryEmbedding } from '../../engine/kernels/rotaryEmbedding.ts'

/** cos and sin of the rotary angles of each position, both [T, K/2] (Su et al. 2021, eq. 15). */
export const ropeAngles = (positions: readonly number[], headDim: number, base: number): { cos: Float32Array; sin: Float32Array } => {
  const frequencies = Array.from({ length: headDim / 2 }, (_, i) => base ** (-i / (headDim / 2)))
  const cos = new Float32Array(positions.length * frequencies.length), sin = new Float32Array(cos.length)
  positions.forEach((position, at) => frequencies.forEach((frequency, i) => {
    cos[at * frequencies.length + i] = Math.cos(position * frequency)
    sin[at * frequencies.length + i] = Math.sin(position * frequency)
  }))
  return { cos, sin }
}

/**
 * Rotates the pairs (x_i, x_{i+K/2}) of each head by the angle of its position.
 * The gradient is the rotation by the opposite angle.
 * @param x [B, H, T, K]
 * @param cos,sin [T, K/2], or [B·T, K/2] where each row has positions of its own
 */
export const rope = (x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor =>
  tf.customGrad((...inputs) => {
    const [x] = inputs as [tf.Tensor]
    const save = inputs[1] as unknown as tf.GradSaveFunc
    save([cos, sin])
    return { value: rotaryEmbedding(x, cos, sin), gradFunc: (dy: tf.Tensor, [cos, sin]: tf.Tensor[]) => rotaryEmbedding(dy, cos!, tf.neg(sin!)) }
  })(x)
