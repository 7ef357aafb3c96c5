import * as tf from '../../engine/tfjs.ts'

/** Keys and values of one layer, [B, H, T, K] each. */
export interface KeysValues {
  k: tf.Tensor
  v: tf.Tensor
}

/**
 * Attention of new elements to earlier ones and to themselves: [Pᵖᵃˢᵗ | P] = softmax([Q·Kᵖᵃˢᵗᵀ | Q·Kᵀ] + bias), O = Pᵖᵃˢᵗ·Vᵖᵃˢᵗ + P·V.
 * Joining the past to the new keys and values moves 2·(C + T)·K numbers a head, joining scores and parting weights 2·(C + T)·T: few
 * elements, as a token is, read the past where it lies, many, as an image is, join it. For inference; it has no gradient of its own.
 * @param q [B, H, T, K], already scaled by 1/√K
 * @param present T new elements
 * @param past C earlier ones
 * @param bias [B, 1, T, C + T]
 * @returns [B, H, T, K]
 */
export const attendPast = (q: tf.Tensor, present: KeysValues, past: KeysValues, bias: tf.Tensor): tf.Tensor => {
  const [, , length, headDim] = q.shape as [number, number, number, number]
  if (length >= headDim) {
    const [k, v] = [tf.concat([past.k, present.k], 2), tf.concat([past.v, present.v], 2)] // [B, H, C + T, K]
    return tf.matMul(tf.softmax(tf.add(tf.matMul(q, k, false, true), bias)), v)
  }
  const scores = tf.concat([tf.matMul(q, past.k, false, true), tf.matMul(q, present.k, false, true)], 3) // [B, H, T, C + T]
  const weights = tf.softmax(tf.add(scores, bias))
  const [toPast, toPresent] = tf.split(weights, [past.k.shape[2]!, present.k.shape[2]!], 3) as [tf.Tensor, tf.Tensor]
  return tf.add(tf.matMul(toPast, past.v), tf.matMul(toPresent, present.v))
}
