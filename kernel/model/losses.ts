import * as tf from '../engine/tfjs.ts'
import { hasImageTokens, type RunConfig } from '../../protocol/config/index.ts'
import { vocabularySize } from '../data/tokenizer.ts'
import type { Specs, Tensors } from '../engine/engine.ts'
import { modalitiesOf } from './modalities.ts'
import { crossEntropy } from './ops/crossEntropy.ts'
import { modelInputs, transfusion, type BatchShape } from './transfusion.ts'

export interface Losses {
  /** L = w·L_LM + λ·L_DDPM (eq. 4), with a λ for each continuous modality. */
  total: tf.Tensor
  /** L_LM (eq. 1): mean over predicted tokens, nats. */
  text: tf.Tensor
  /** L_DDPM (eq. 3): mean over images of each image's mean over elements. */
  image: tf.Tensor
  /** The same of waves, in a batch that has places for them. */
  wave?: tf.Tensor
}

/** What the losses need beside the model's inputs: targets, and weights that are 0 in unused places. */
export const lossInputs = (config: RunConfig, shape: BatchShape): Specs => {
  const model = modelInputs(config, shape)
  return {
    ...model,
    textTarget: { shape: [shape.texts], dtype: 'int32' },
    textWeight: { shape: [shape.texts], dtype: 'float32' },
    ...Object.assign({}, ...modalitiesOf(config).map(({ inputs, uneven }): Specs => {
      const patches = model[inputs.patches]
      if (!patches) return {}
      const [items, n] = patches.shape as [number, number]
      return {
        [inputs.target]: patches,
        [inputs.weight]: { shape: [items], dtype: 'float32' },
        ...(uneven ? { [inputs.patchWeight]: { shape: [items, n], dtype: 'float32' } } : {}),
      }
    })),
  }
}

export const losses = (x: Tensors, p: Tensors, config: RunConfig): Losses => {
  const { logits, predictions } = transfusion(x, p, config)
  if (hasImageTokens(config)) return chameleonLosses(logits, x, config)
  const text = weightedMean(crossEntropy(logits, x['textTarget']!), x['textWeight']!)
  const diffusion = modalitiesOf(config).flatMap(({ name, inputs, lambda }) => {
    const prediction = predictions[name]
    return prediction ? [{ name, lambda, loss: itemLoss(prediction, x[inputs.target]!, x[inputs.weight]!, x[inputs.patchWeight]) }] : []
  })
  const sum = diffusion.reduce<tf.Tensor>((sum, { lambda, loss }) => tf.add(sum, tf.mul(loss, lambda)), tf.mul(text, config.loss.textWeight))
  return { image: tf.scalar(0), ...Object.fromEntries(diffusion.map(({ name, loss }) => [name, loss])), total: withZLoss(sum, logits, x, config), text }
}

/**
 * Mean over items of each item's mean squared error over its own elements: an image weighs the same whatever its size (eq. 3).
 * @param prediction,target [I, n, P]; weight [I]
 * @param patchWeight [I, n], where items have fewer patches than places: n / own patches, and 0 where there is none
 */
const itemLoss = (prediction: tf.Tensor, target: tf.Tensor, weight: tf.Tensor, patchWeight: tf.Tensor | undefined): tf.Tensor => {
  const squared = tf.square(tf.sub(prediction, target)) // [I, n, P]
  const own = patchWeight ? tf.mul(squared, tf.expandDims(patchWeight, 2)) : squared
  return weightedMean(tf.mean(own, [1, 2]), weight)
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
