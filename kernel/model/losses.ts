import * as tf from '../engine/tfjs.ts'
import { hasImageTokens, type RunConfig } from '../../protocol/config/index.ts'
import { vocabularySize } from '../data/tokenizer.ts'
import type { Specs, Tensors } from '../engine/engine.ts'
import { crossEntropy } from './ops/crossEntropy.ts'
import { modelInputs, transfusion, type BatchShape } from './transfusion.ts'

export interface Losses {
  /** L = w·L_LM + λ·L_DDPM (eq. 4). */
  total: tf.Tensor
  /** L_LM (eq. 1): mean over predicted tokens, nats. */
  text: tf.Tensor
  /** L_DDPM (eq. 3): mean over images of each image's mean over elements. */
  image: tf.Tensor
}

/** What the losses need beside the model's inputs: targets, and weights that are 0 in unused places. */
export const lossInputs = (config: RunConfig, shape: BatchShape): Specs => {
  const model = modelInputs(config, shape)
  return {
    ...model,
    textTarget: { shape: [shape.texts], dtype: 'int32' },
    textWeight: { shape: [shape.texts], dtype: 'float32' },
    ...(model['patches'] ? { imageTarget: model['patches'], imageWeight: { shape: [shape.images], dtype: 'float32' } as const } : {}),
  }
}

export const losses = (x: Tensors, p: Tensors, config: RunConfig): Losses => {
  const { logits, prediction } = transfusion(x, p, config)
  if (hasImageTokens(config)) return chameleonLosses(logits, x, config)
  const text = weightedMean(crossEntropy(logits, x['textTarget']!), x['textWeight']!)
  const image = prediction
    ? weightedMean(tf.mean(tf.square(tf.sub(prediction, x['imageTarget']!)), [1, 2]), x['imageWeight']!)
    : tf.scalar(0)
  const { lambda, textWeight } = config.loss
  const both = tf.add(tf.mul(text, textWeight), tf.mul(image, lambda))
  return { total: withZLoss(both, logits, x, config), text, image }
}

/**
 * Chameleon: one cross-entropy over text and image tokens alike, every token of the same weight; `text` and `image` are
 * its means over either.
 */
const chameleonLosses = (logits: tf.Tensor, x: Tensors, config: RunConfig): Losses => {
  const nats = crossEntropy(logits, x['textTarget']!) // [L]
  const weight = x['textWeight']!
  const ofImage = tf.mul(weight, tf.cast(tf.greaterEqual(x['textTarget']!, tf.scalar(vocabularySize, 'int32')), 'float32')) // [L]
  const all = tf.mul(weightedMean(nats, weight), config.loss.textWeight)
  return { total: withZLoss(all, logits, x, config), text: weightedMean(nats, tf.sub(weight, ofImage)), image: weightedMean(nats, ofImage) }
}

/** Adds zLoss · mean(log²Z), Z = Σ exp(logits), over predicted tokens (Chameleon §2.3). */
const withZLoss = (loss: tf.Tensor, logits: tf.Tensor, x: Tensors, { loss: { zLoss } }: RunConfig): tf.Tensor =>
  zLoss === 0 ? loss : tf.add(loss, tf.mul(weightedMean(tf.square(tf.logSumExp(logits, 1)), x['textWeight']!), zLoss))

/** Σ w·x / Σ w, and 0 where nothing has weight. */
const weightedMean = (x: tf.Tensor, weight: tf.Tensor): tf.Tensor => tf.div(tf.sum(tf.mul(x, weight)), tf.maximum(tf.sum(weight), 1))
