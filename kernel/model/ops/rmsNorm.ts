import * as tf from '../../engine/tfjs.ts'
import { rmsNormalize } from '../../engine/kernels/rmsNorm.ts'

const epsilon = 1e-5

/**
 * RMSNorm (Zhang & Sennrich 2019): y = x̂ ∘ g with x̂ = x · r, r = 1 / √(mean(x²) + ε), over the last axis.
 * The gradient is written out, dx = r · (g∘dy − x̂ · mean(g∘dy ∘ x̂)), which takes half the passes of the derived one.
 */
export const rmsNorm = (x: tf.Tensor, gain: tf.Tensor): tf.Tensor =>
  tf.customGrad((...inputs) => {
    const [x, gain] = inputs as [tf.Tensor, tf.Tensor]
    const save = inputs[2] as unknown as tf.GradSaveFunc
    const [y, r] = rmsNormalize(x, gain, epsilon)
    save([x, r, gain])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [x, r, gain] = saved as [tf.Tensor, tf.Tensor, tf.Tensor]
      const normal = tf.mul(x, r) // x̂
      const scaled = tf.mul(dy, gain)
      const dx = tf.mul(tf.sub(scaled, tf.mul(normal, tf.mean(tf.mul(scaled, normal), -1, true))), r)
      const outer = Array.from({ length: dy.rank - 1 }, (_, axis) => axis)
      return [dx, tf.sum(tf.mul(dy, normal), outer)]
    }
    return { value: y, gradFunc }
  })(x, gain)
