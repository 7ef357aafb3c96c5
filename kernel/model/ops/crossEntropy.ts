import * as tf from '../../engine/tfjs.ts'

/**
 * −log softmax(logits)[target] of each row, in nats; its gradient is softmax − one-hot.
 * @param logits [L, V]
 * @param targets [L], int32
 * @returns [L]
 */
export const crossEntropy = (logits: tf.Tensor, targets: tf.Tensor): tf.Tensor => {
  const hit = tf.oneHot(targets, logits.shape[1]!) // [L, V]
  return tf.customGrad((...inputs) => {
    const [logits] = inputs as [tf.Tensor]
    const save = inputs[1] as unknown as tf.GradSaveFunc
    const logP = tf.logSoftmax(logits) // [L, V]
    save([logP, hit])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const [logP, hit] = saved as [tf.Tensor, tf.Tensor]
      return tf.mul(tf.sub(tf.exp(logP), hit), tf.expandDims(dy, 1))
    }
    return { value: tf.neg(tf.sum(tf.mul(logP, hit), 1)), gradFunc }
  })(logits)
}
