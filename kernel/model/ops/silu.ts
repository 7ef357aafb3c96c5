import * as tf from '../../engine/tfjs.ts'

/** SiLU: x · σ(x), with the gradient σ(x) · (1 + x · (1 − σ(x))). */
export const silu = (x: tf.Tensor): tf.Tensor =>
  tf.customGrad((...inputs) => {
    const [x] = inputs as [tf.Tensor]
    const save = inputs[1] as unknown as tf.GradSaveFunc
    const s = tf.sigmoid(x)
    const value = tf.mul(x, s)
    save([s, value])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const [s, y] = saved as [tf.Tensor, tf.Tensor]
      return tf.mul(dy, tf.add(y, tf.mul(s, tf.sub(1, y)))) // σ + y − σ·y
    }
    return { value, gradFunc }
  })(x)
