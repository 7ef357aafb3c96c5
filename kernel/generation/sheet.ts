import { hasImages, hasWaves } from '../../protocol/config/index.ts'
import type { PictureMessage } from '../../protocol/pictureMessage.ts'
import type { Dataset } from '../data/document.ts'
import { captionImages } from './captionImages.ts'
import { captionWaves } from './captionWaves.ts'
import { drawImages } from './drawImages.ts'
import { drawWaves } from './drawWaves.ts'
import { pictureMessage } from './pictureMessage.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { heldOutPictures, heldOutWaves, samplePrompts } from './prompts.ts'
import { waveMessage } from './waveMessage.ts'

interface Sheet {
  drawn: PictureMessage[]
  captioned: PictureMessage[]
}

/**
 * What a run shows of itself: its prompts drawn, and held-out items captioned; pictures first, then waves. Prompts and
 * starting noise are the same at every step and in every run of the same seed, so that sheets can be laid side by side.
 */
export const sampleSheet = async (model: InferenceModel, dataset: Dataset): Promise<Sheet> => {
  const pictures = hasImages(model.config) ? await pictureSheet(model, dataset) : { drawn: [], captioned: [] }
  const waves = hasWaves(model.config) ? await waveSheet(model, dataset) : { drawn: [], captioned: [] }
  const after = (first: PictureMessage[], more: PictureMessage[]): PictureMessage[] => [...first, ...more.map((message) => ({ ...message, index: first.length + message.index }))]
  return { drawn: after(pictures.drawn, waves.drawn), captioned: after(pictures.captioned, waves.captioned) }
}

const pictureSheet = async (model: InferenceModel, dataset: Dataset): Promise<Sheet> => {
  const { config } = model
  const { guidance, steps, sampler, temperature, count } = config.sample
  const { seed } = config.train
  const prompts = samplePrompts(config, dataset)
  const drawn = await drawImages(model, prompts, { guidance, steps, sampler, seed })
  const shown = heldOutPictures(dataset, count)
  const captions = config.baseline === 'imageOnly' ? [] : await captionImages(model, shown.map(({ image }) => image), { temperature, seed })
  return {
    drawn: await Promise.all(drawn.map((picture, i) => pictureMessage(picture, i, prompts[i]!, null))),
    captioned: await Promise.all(captions.map((caption, i) => pictureMessage(shown[i]!.image, i, caption, shown[i]!.text))),
  }
}

const waveSheet = async (model: InferenceModel, dataset: Dataset): Promise<Sheet> => {
  const { sample: { guidance, steps, sampler, temperature, count }, train: { seed } } = model.config
  const prompts = samplePrompts(model.config, dataset, 'wave')
  const drawn = await drawWaves(model, prompts, { guidance, steps, sampler, seed })
  const shown = heldOutWaves(dataset, count)
  const captions = await captionWaves(model, shown.map(({ wave }) => wave), { temperature, seed })
  return {
    drawn: await Promise.all(drawn.map((wave, i) => waveMessage(wave, i, prompts[i]!, null))),
    captioned: await Promise.all(captions.map((caption, i) => waveMessage(shown[i]!.wave, i, caption, shown[i]!.text))),
  }
}
