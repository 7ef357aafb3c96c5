import * as tf from '../engine/tfjs.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { Tensors } from '../engine/engine.ts'
import { attend } from './ops/attend.ts'
import { attendPast, type KeysValues } from './ops/attendPast.ts'
import { rmsNorm } from './ops/rmsNorm.ts'
import { rope } from './ops/rope.ts'
import { silu } from './ops/silu.ts'
import { anglesFromStart, type Angles } from './rotaryAngles.ts'

// B batch, T sequence, C cached, D model dim, H heads, K head dim, F SwiGLU hidden.

/** Told of each layer's rotated queries, scaled by 1/√K, keys and values, [B, H, T, K] each: how attention is read without changing what is computed. */
export type Observer = (layer: number, q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) => void

/** Where the elements stand that follow others, and what attention needs of those others: the cache of keys and values. Its angles are of the present elements, [B·T, K/2] each. */
export interface Past extends Angles {
  /** Of each layer the earlier elements' rotated keys and values, [B, H, C, K] each. */
  layers: readonly KeysValues[]
}

export interface TransformerOptions {
  observe?: Observer
  past?: Past
  angles?: Angles
}

/**
 * The shared transformer: Llama's blocks (pre-RMSNorm, RoPE, SwiGLU; footnote 4) under any attention mask.
 * @param x [B·T, D]
 * @param bias [B, 1, T, T], or [B, 1, T, C + T] where there is a past, see `attend`
 * @param past what came before x and is seen as it was; left out, x is the whole sequence
 * @param angles rotary angles of x; left out, those of its past, or of positions 0 … T − 1
 * @returns [B·T, D], normalised
 */
export const transformer = (x: tf.Tensor, bias: tf.Tensor, p: Tensors, config: RunConfig, { observe, past, angles = past ?? anglesFromStart(bias.shape[2]!, config) }: TransformerOptions = {}): tf.Tensor => {
  const { layers } = config.model
  let h = x
  for (let layer = 0; layer < layers; layer++) {
    const own = (name: string): tf.Tensor => p[`layers.${layer}.${name}`]!
    h = tf.add(h, attention(rmsNorm(h, own('attentionNorm')), bias, angles, own, config, past?.layers[layer], (...qkv) => observe?.(layer, ...qkv)))
    h = tf.add(h, mlp(rmsNorm(h, own('mlpNorm')), own))
  }
  return rmsNorm(h, p['norm']!)
}

type Own = (name: string) => tf.Tensor

const attention = (x: tf.Tensor, bias: tf.Tensor, { cos, sin }: Angles, own: Own, config: RunConfig, past: KeysValues | undefined, observe: (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) => void): tf.Tensor => {
  const { dim, heads, qkNorm } = config.model
  const [batch, , length] = bias.shape as [number, number, number, number]
  const headDim = dim / heads
  // The weights are split, not the product: they are the smaller of the two.
  const [q0, k0, v] = tf.split(own('attention.qkv'), 3, 1).map((w) => {
    const product = tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D) // [B·T, D]
    return tf.transpose(tf.reshape(product, [batch, length, heads, headDim]), [0, 2, 1, 3]) // [B, H, T, K]
  }) as [tf.Tensor, tf.Tensor, tf.Tensor]
  const q1 = qkNorm ? rmsNorm(q0, own('attention.queryNorm')) : q0
  const k1 = qkNorm ? rmsNorm(k0, own('attention.keyNorm')) : k0
  const scale = 1 / Math.sqrt(headDim) // rides on the rotation of q, which is linear
  const q = rope(q1, tf.mul(cos, scale), tf.mul(sin, scale))
  const k = rope(k1, cos, sin)
  observe(q, k, v)
  const o = past ? attendPast(q, { k, v }, past, bias) : attend(q, k, v, bias) // [B, H, T, K]
  const joined = tf.reshape(tf.transpose(o, [0, 2, 1, 3]), [batch * length, dim]) // [B·T, D]
  return tf.matMul(joined as tf.Tensor2D, own('attention.out') as tf.Tensor2D)
}

/** SwiGLU (Shazeer 2020): (silu(x·W_gate) ∘ x·W_up) · W_down. */
const mlp = (x: tf.Tensor, own: Own): tf.Tensor => {
  const [gate, up] = tf.split(own('mlp.gateUp'), 2, 1).map((w) => tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)) as [tf.Tensor, tf.Tensor] // [B·T, F] each
  return tf.matMul(tf.mul(silu(gate), up) as tf.Tensor2D, own('mlp.down') as tf.Tensor2D) // [B·T, D]
}
