import * as tf from '../../engine/tfjs.ts'

const epsilon = 1e-5

/**
 * Layer norm (Ba et al. 2016) over the last axis: y = x̂ ∘ g + b with x̂ = (x − mean) · r, r = 1 / √(variance + ε).
 * The gradient is written out: dx = r · (g∘dy − mean(g∘dy) − x̂ · mean(g∘dy ∘ x̂)).
 * @param x [..., C]
 * @param gain,bias [C]
 */
export const layerNorm = (x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
  tf.customGrad((...inputs) => {
    const [x, gain, bias] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor]
    const save = inputs[3] as unknown as tf.GradSaveFunc
    const centred = tf.sub(x, tf.mean(x, -1, true))
    const r = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon))
    const normal = tf.mul(centred, r)
    save([normal, r, gain])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [normal, r, gain] = saved as [tf.Tensor, tf.Tensor, tf.Tensor]
      const scaled = tf.mul(dy, gain)
      const along = tf.mean(tf.mul(scaled, normal), -1, true)
      const dx = tf.mul(tf.sub(tf.sub(scaled, tf.mean(scaled, -1, true)), tf.mul(normal, along)), r)
      const outer = Array.from({ length: dy.rank - 1 }, (_, axis) => axis)
      return [dx, tf.sum(tf.mul(dy, normal), outer), tf.sum(dy, outer)]
    }
    return { value: tf.add(tf.mul(normal, gain), bias), gradFunc }
  })(x, gain, bias)
