import * as tf from '../engine/tfjs.ts'
import { hasPatches, patchesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import type { Specs, Tensors } from '../engine/engine.ts'
import { patchVector } from './parameters.ts'
import { patchCodecs } from './patchCodec.ts'
import { transformer, type Observer, type Past } from './transformer.ts'

/** The fixed sizes of a batch: what a graph is compiled for. */
export interface BatchShape {
  /** Sequences B. */
  batch: number
  /** Positions T of each. */
  length: number
  /** Image places I in the whole batch; those not used weigh nothing. */
  images: number
  /** Text places L in the whole batch whose next token is predicted; those not used weigh nothing. */
  texts: number
}

/**
 * What the model is fed.
 * - `source` [B·T]: the row of (token embeddings, then patch vectors) at each position: a token id, or V + patch place
 * - `bias` [B, 1, T, T]: the attention mask
 * - `patches` [I, n, P]: noisy; `time` [I]: t / T
 * - `imageAt` [I·n]: position b·T + i of each patch; `textAt` [L]: position of each predicting token
 */
export const modelInputs = (config: RunConfig, { batch, length, images, texts }: BatchShape): Specs => ({
  source: { shape: [batch * length], dtype: 'int32' },
  bias: { shape: [batch, 1, length, length], dtype: 'float32' },
  textAt: { shape: [texts], dtype: 'int32' },
  ...(hasPatches(config) && images > 0 ? {
    patches: { shape: [images, patchesPerImage(config), patchVector(config)], dtype: 'float32' },
    time: { shape: [images], dtype: 'float32' },
    imageAt: { shape: [images * patchesPerImage(config)], dtype: 'int32' },
  } as const : {}),
})

export interface ModelOutput {
  /** What the heads read: [B·T, D]. */
  hidden: tf.Tensor
  /** [L, V] */
  logits: tf.Tensor
  /** [I, n, P]; null for a model without images. */
  prediction: tf.Tensor | null
}

/**
 * The model: one sequence of text tokens and image patches, one transformer, two heads (§3, Figure 3).
 * @param p parameters by name
 * @param observe told of each layer's queries, keys and values
 * @param past what came before, where `x` is not the whole sequence; its bias is then [B, 1, T, C + T]
 */
export const transfusion = (x: Tensors, p: Tensors, config: RunConfig, options: { observe?: Observer; past?: Past } = {}): ModelOutput => {
  const tokens = p['tokenEmbedding']! // [V, D]
  const codec = patchCodecs[config.patch.codec]
  const encoded = x['patches'] ? codec.encode(x['patches'], x['time']!, p, config) : null
  const rows = encoded ? tf.concat([tokens, encoded.rows]) : tokens // [V + I·n, D]
  const h = transformer(tf.gather(rows, x['source']!), x['bias']!, p, config, options) // [B·T, D]
  const text = tf.gather(h, x['textAt']!) // [L, D]
  const logits = config.model.tiedEmbeddings
    ? tf.matMul(text as tf.Tensor2D, tokens as tf.Tensor2D, false, true)
    : tf.matMul(text as tf.Tensor2D, p['head'] as tf.Tensor2D) // [L, V]
  if (!encoded) return { hidden: h, logits, prediction: null }
  const prediction = tf.reshape(codec.decode(tf.gather(h, x['imageAt']!), encoded, p, config), x['patches']!.shape) // [I, n, P]
  return { hidden: h, logits, prediction }
}
