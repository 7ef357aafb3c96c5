import * as tf from '../../engine/tfjs.ts'

/**
 * Attention with a bias on the scores: O = P·V, P = softmax(Q·Kᵀ + bias).
 * The gradient is written out: dS = P ∘ (dO·Vᵀ − rowsum(dO ∘ O)), where the row sum over keys of P ∘ dP has been
 * replaced by one over the head dimension (Dao 2023, FlashAttention-2, §3.1). It is subtracted within the product, as one
 * more column: [dO | −rowsum]·[V | 1]ᵀ, so that outside of products a single pass touches [T, T].
 * @param q,k,v [B, H, T, K]; q is already scaled by 1/√K
 * @param bias [B, 1, T, T], 0 where the query sees the key and very negative elsewhere
 */
export const attend = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
  tf.customGrad((...inputs) => {
    const [q, k, v] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor]
    const save = inputs[3] as unknown as tf.GradSaveFunc
    const p = tf.softmax(tf.add(tf.matMul(q, k, false, true), bias)) // [B, H, T, T]
    const o = tf.matMul(p, v) // [B, H, T, K]
    save([q, k, v, p, o])
    const gradFunc = (dO: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [q, k, v, p, o] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
      const rowSum = tf.sum(tf.mul(dO, o), -1, true) // [B, H, T, 1]
      const centred = tf.matMul(tf.concat([dO, tf.neg(rowSum)], -1), tf.concat([v, tf.onesLike(rowSum)], -1), false, true) // [B, H, T, T]
      const dS = tf.mul(p, centred)
      return [tf.matMul(dS, k), tf.matMul(dS, q, true, false), tf.matMul(p, dO, true, false)]
    }
    return { value: o, gradFunc }
  })(q, k, v)
