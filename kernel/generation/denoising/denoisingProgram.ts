import type { ModalityName, RunConfig } from '../../../protocol/config/index.ts'
import type { Program, Specs, Tensors } from '../../engine/engine.ts'
import * as tf from '../../engine/tfjs.ts'
import type { StepWeights } from '../../diffusion/samplers.ts'
import { modalitiesOf } from '../../model/modalities.ts'
import { placesOf, transfusion } from '../../model/transfusion.ts'
import { pastOf, readingInputs, type ReadingShape } from '../reading/readingProgram.ts'

/** A pass over the items of one branch of guidance, or of both, one after the other. */
export interface DenoisingPass extends ReadingShape {
  /** Whether all of it sees all that came before and all of itself: it needs no mask. */
  seesAll: boolean
  /** Whether it holds the patches of the items and nothing else, in their order. */
  patchesAlone: boolean
}

/** What one step of denoising is compiled for. */
export interface DenoisingShape {
  modality: ModalityName
  /** Items I that are denoised. */
  items: number
  /** Over I items for each branch of guidance, the guided one first. */
  passes: readonly DenoisingPass[]
  /** Whether steps add noise. */
  noisy: boolean
  /** Within ± of which an estimate of the clean item is brought; Infinity for anywhere. */
  bound: number
}

/** The numbers of a step as it is fed: t / T, the weight of guidance, and how x_s is made. */
export const stepNumbers = (time: number, guidance: number, { imageOfX, imageOfPrediction, ofX, ofImage, spread }: StepWeights): Float32Array =>
  Float32Array.of(time, guidance, imageOfX, imageOfPrediction, ofX, ofImage, spread)

/** What the inputs of a pass are called in the program. */
export const namedForPass = <Input>(inputs: Readonly<Record<string, Input>>, pass: number): Record<string, Input> =>
  Object.fromEntries(Object.entries(inputs).map(([name, input]) => [`${pass}.${name}`, input]))

const inputsOfPass = (inputs: Tensors, pass: number): Tensors =>
  Object.fromEntries(Object.entries(inputs).flatMap(([name, input]) => (name.startsWith(`${pass}.`) ? [[name.slice(`${pass}.`.length), input]] : [])))

const modalityOf = (config: RunConfig, { modality }: DenoisingShape) => modalitiesOf(config).find(({ name }) => name === modality)!

/**
 * Of each pass what `readingInputs` says but patches and times, and without `bias` where it sees all; `x` [I, n, P], the noisy items,
 * which all branches see, and `step` [7], see `stepNumbers`; where steps add noise, `noise` [I, n, P].
 */
const denoisingInputs = (config: RunConfig, shape: DenoisingShape): Specs => {
  const { patches, vector, inputs } = modalityOf(config, shape)
  const ofPass = (pass: DenoisingPass): Specs => {
    const { [inputs.patches]: _patches, [inputs.time]: _time, bias, ...others } = readingInputs(config, pass)
    return { ...others, ...(pass.seesAll ? {} : { bias: bias! }) }
  }
  const items = { shape: [shape.items, patches, vector], dtype: 'float32' } as const
  return Object.assign({ x: items, step: { shape: [7], dtype: 'float32' } as const }, shape.noisy ? { noise: items } : {}, ...shape.passes.map((pass, i) => namedForPass(ofPass(pass), i)))
}

/**
 * x_t → x_s, `next` [I, n, P]: the model's prediction of all branches, guidance and the sampler's step in one.
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
    const times = tf.tile(time, [shape.items])
    const predicted = shape.passes.flatMap((pass, i) => { // [I, n, P] of each branch
      const own = inputsOfPass(given, i)
      const { batch, length, cached, patchesAlone } = pass
      const branches = placesOf(pass, shape.modality) / shape.items
      const ofAll = (of: tf.Tensor): tf.Tensor => (branches === 1 ? of : tf.concat(Array.from({ length: branches }, () => of)))
      const bias = own['bias'] ?? tf.zeros([batch, 1, length, cached + length])
      const shown = { ...own, bias, [inputs.patches]: ofAll(x), [inputs.time]: ofAll(times) }
      const { predictions } = transfusion(shown, parameters(state), config, { patchesAlone, ...(cached > 0 ? { past: pastOf(own, config) } : {}) })
      const prediction = predictions[shape.modality]!
      return branches === 1 ? [prediction] : tf.split(prediction, branches)
    })
    const prediction = predicted.length > 1 ? guided(predicted[0]!, predicted[1]!, guidance) : predicted[0]!
    const estimate = tf.add(tf.mul(x, imageOfX), tf.mul(prediction, imageOfPrediction))
    const image = shape.bound === Infinity ? estimate : tf.clipByValue(estimate, -shape.bound, shape.bound)
    const next = tf.add(tf.mul(x, ofX), tf.mul(image, ofImage))
    return { outputs: { next: shape.noisy ? tf.add(next, tf.mul(given['noise']!, spread)) : next } }
  },
})

/** Classifier-free guidance, see `guide`. */
const guided = (conditional: tf.Tensor, unconditional: tf.Tensor, weight: tf.Tensor): tf.Tensor => tf.add(unconditional, tf.mul(weight, tf.sub(conditional, unconditional)))
