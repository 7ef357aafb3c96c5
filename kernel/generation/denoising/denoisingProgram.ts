import type { ModalityName, RunConfig } from '../../../protocol/config/index.ts'
import type { Program, Specs, Tensors } from '../../engine/engine.ts'
import * as tf from '../../engine/tfjs.ts'
import type { StepWeights } from '../../diffusion/samplers.ts'
import { modalitiesOf } from '../../model/modalities.ts'
import { placesOf, transfusion } from '../../model/transfusion.ts'
import { pastOf, readingInputs, type ReadingShape } from '../reading/readingProgram.ts'

/** What one step of denoising is compiled for. The shape is of a pass over the items, both branches of guidance in it, the guided one first. */
export interface DenoisingShape extends ReadingShape {
  modality: ModalityName
  guided: boolean
  /** Whether steps add noise. */
  noisy: boolean
  /** Within ± of which an estimate of the clean item is brought; Infinity for anywhere. */
  bound: number
  /** Whether the pass holds the patches of the items and nothing else, in their order. */
  patchesAlone: boolean
}

/** The numbers of a step as it is fed: t / T, the weight of guidance, and how x_s is made. */
export const stepNumbers = (time: number, guidance: number, { imageOfX, imageOfPrediction, ofX, ofImage, spread }: StepWeights): Float32Array =>
  Float32Array.of(time, guidance, imageOfX, imageOfPrediction, ofX, ofImage, spread)

/** Items of one branch. */
const itemsOf = (shape: DenoisingShape): number => placesOf(shape, shape.modality) / (shape.guided ? 2 : 1)

/**
 * As `readingInputs`, but in place of patches and times `x` [I, n, P], the noisy items, which both branches see, and `step` [7], see
 * `stepNumbers`; where steps add noise, `noise` [I, n, P].
 */
const denoisingInputs = (config: RunConfig, shape: DenoisingShape): Specs => {
  const { patches, vector, inputs } = modalityOf(config, shape)
  const { [inputs.patches]: _patches, [inputs.time]: _time, ...others } = readingInputs(config, shape)
  const items = { shape: [itemsOf(shape), patches, vector], dtype: 'float32' } as const
  return { ...others, x: items, step: { shape: [7], dtype: 'float32' }, ...(shape.noisy ? { noise: items } : {}) }
}

const modalityOf = (config: RunConfig, { modality }: DenoisingShape) => modalitiesOf(config).find(({ name }) => name === modality)!

/**
 * x_t → x_s, `next` [I, n, P]: the model's prediction of both branches, guidance and the sampler's step in one.
 * @param parameters how the model's parameters are called in the state
 */
export const denoisingProgram = (config: RunConfig, shape: DenoisingShape, state: Specs, parameters: (state: Tensors) => Tensors): Program => ({
  name: 'denoise',
  inputs: denoisingInputs(config, shape),
  state,
  run(given, state) {
    const { inputs } = modalityOf(config, shape)
    const x = given['x']!
    const [time, guidance, imageOfX, imageOfPrediction, ofX, ofImage, spread] = tf.split(given['step']!, 7) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
    const twice = (of: tf.Tensor): tf.Tensor => (shape.guided ? tf.concat([of, of]) : of)
    const shown = { ...given, [inputs.patches]: twice(x), [inputs.time]: twice(tf.tile(time, [itemsOf(shape)])) }
    const { predictions } = transfusion(shown, parameters(state), config, { patchesAlone: shape.patchesAlone, ...(shape.cached > 0 ? { past: pastOf(given, config) } : {}) })
    const predicted = predictions[shape.modality]! // [2I, n, P], or [I, n, P]
    const prediction = shape.guided ? guided(predicted, guidance) : predicted
    const estimate = tf.add(tf.mul(x, imageOfX), tf.mul(prediction, imageOfPrediction))
    const image = shape.bound === Infinity ? estimate : tf.clipByValue(estimate, -shape.bound, shape.bound)
    const next = tf.add(tf.mul(x, ofX), tf.mul(image, ofImage))
    return { outputs: { next: shape.noisy ? tf.add(next, tf.mul(given['noise']!, spread)) : next } }
  },
})

/** Classifier-free guidance, see `guide`. */
const guided = (predicted: tf.Tensor, weight: tf.Tensor): tf.Tensor => {
  const [conditional, unconditional] = tf.split(predicted, 2) as [tf.Tensor, tf.Tensor]
  return tf.add(unconditional, tf.mul(weight, tf.sub(conditional, unconditional)))
}
