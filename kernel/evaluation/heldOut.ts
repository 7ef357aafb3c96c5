import { hasImageTokens } from '../../protocol/config/index.ts'
import { trainingShape } from '../data/trainingShape.ts'
import type { Dataset } from '../data/document.ts'
import { predictionOf, type InferenceModel } from '../generation/inferenceModel.ts'
import { patchesOf } from '../data/laidDocument.ts'
import { fromPlaces } from '../data/patchPlaces.ts'
import { vocabularySize } from '../data/tokenizer.ts'
import { modalitiesOf } from '../model/modalities.ts'
import { vocabularyOf } from '../model/parameters.ts'
import { noiseItems } from '../training/noising.ts'
import { captionLoss } from './captionLoss.ts'
import { EpsilonErrors, frozenNoise, gridTimestep } from './epsilonErrors.ts'
import { frozenConfig, heldOutBatches, mean, tokenLosses } from './heldOutBatches.ts'

/** Held-out text losses (nats of each predicted token) and image errors of a model. */
export interface HeldOutErrors {
  text: number[]
  /** Of documents without an image. */
  textAlone: number[]
  /** Chameleon: of image tokens, which `text` leaves out. */
  imageTokens: number[]
  image: EpsilonErrors
  wave: EpsilonErrors
}

/**
 * Runs held-out batches through a model, captions before images, as drawing asks for them. The documents, their layout, their t and their ε are the same at every
 * evaluation and for every run on the same dataset, so two numbers differ only because two models do.
 * @param frozen the config that documents are laid out with
 */
export const heldOutErrors = async (model: InferenceModel, dataset: Dataset, batches: number, frozen = frozenConfig(model.config, 'captionFirst')): Promise<HeldOutErrors> => {
  const { config } = model
  const shape = trainingShape(frozen)
  const errors: HeldOutErrors = { text: [], textAlone: [], imageTokens: [], image: new EpsilonErrors(config), wave: new EpsilonErrors(config) }
  const fill = noiseItems(frozen, (item) => gridTimestep(item, config.diffusion.timesteps), frozenNoise)
  const modalities = modalitiesOf(config)
  for await (const batch of heldOutBatches(frozen, dataset, batches, fill, model.space)) {
    const made = await model.forwardOnce(['logits', ...modalities.map(({ name }) => predictionOf[name])], shape, batch.inputs)
    const target = batch.inputs['textTarget'] as Int32Array
    tokenLosses(made.logits.data as Float32Array, batch, vocabularyOf(config)).forEach((nats, i) => {
      if (target[i]! >= vocabularySize) return void errors.imageTokens.push(nats)
      errors.text.push(nats)
      if (batch.speakers[i]!.items.length === 0) errors.textAlone.push(nats)
    })
    for (const modality of modalities) {
      const { name, patches, vector, inputs } = modality
      const output = made[predictionOf[name]].data as Float32Array
      const noisy = batch.inputs[inputs.patches] as Float32Array
      batch.items[name].forEach((item, place) => {
        const own = (values: Float32Array): Float32Array => fromPlaces(values.subarray(place * patches * vector, (place + 1) * patches * vector), item, modality)
        if (!item.condition) errors[name].add(item, own(noisy), own(output), patchesOf(item))
      })
    }
  }
  return errors
}

/**
 * Held-out losses of a model, as metrics: `eval.text` (nats a token) and `eval.perplexity`, of text without images
 * `eval.perplexity.textAlone`; on images `eval.epsilonMse`, at each t of the grid `eval.epsilonMse.t100` …, and in each
 * quarter of the raster `eval.raster.q1` …; on waves `eval.waveMse` and `eval.waveMse.t100` … likewise; for Chameleon `eval.imageTokens` (nats a token); and `eval.captionLoss` (see `captionLoss`).
 * A model of images alone has no text to measure.
 * ε-MSE is the error of the noise that the prediction implies, so that models with different predictions compare.
 */
export const evaluateHeldOut = async (model: InferenceModel, dataset: Dataset, batches = model.config.train.evalBatches): Promise<Record<string, number>> => {
  const { text, textAlone, imageTokens, image, wave } = await heldOutErrors(model, dataset, batches)
  const caption = await captionLoss(model, dataset, batches)
  return {
    ...(model.config.baseline === 'imageOnly' ? {} : textMetrics(text)),
    ...(textAlone.length > 0 && textAlone.length < text.length ? { 'eval.perplexity.textAlone': Math.exp(mean(textAlone)) } : {}),
    ...(hasImageTokens(model.config) ? { 'eval.imageTokens': imageTokens.length === 0 ? 0 : mean(imageTokens) } : {}),
    ...imageMetrics(image),
    ...waveMetrics(wave),
    ...(caption === null ? {} : { 'eval.captionLoss': caption }),
  }
}

const textMetrics = (nats: readonly number[]): Record<string, number> => {
  const text = nats.length === 0 ? 0 : mean(nats)
  return { 'eval.text': text, 'eval.perplexity': Math.exp(text) }
}

/** The mean over noise levels of each level's mean: every level weighs the same. */
const imageMetrics = (image: EpsilonErrors): Record<string, number> => {
  const levels = image.byLevel(), patches = image.byPatch()
  if (levels.size === 0) return {}
  return {
    'eval.epsilonMse': mean([...levels.values()]),
    ...Object.fromEntries([...levels].map(([t, value]) => [`eval.epsilonMse.t${t}`, value])),
    ...(patches.length < 4 ? {} : Object.fromEntries([0, 1, 2, 3].map((quarter) => [`eval.raster.q${quarter + 1}`, mean(patches.filter((_, i) => Math.floor((4 * i) / patches.length) === quarter))]))),
  }
}

const waveMetrics = (wave: EpsilonErrors): Record<string, number> => {
  const levels = wave.byLevel()
  if (levels.size === 0) return {}
  return { 'eval.waveMse': mean([...levels.values()]), ...Object.fromEntries([...levels].map(([t, value]) => [`eval.waveMse.t${t}`, value])) }
}
