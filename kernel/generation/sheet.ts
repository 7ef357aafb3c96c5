import { hasImages } from '../../protocol/config/index.ts'
import type { PictureMessage } from '../../protocol/kernelMessages.ts'
import type { Dataset, Picture } from '../data/document.ts'
import { encodePng } from '../data/png.ts'
import { captionImages } from './captionImages.ts'
import { drawImages } from './drawImages.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { heldOutPictures, samplePrompts } from './prompts.ts'

/** A picture ready to be sent: PNG bytes with what belongs to it. */
export const pictureMessage = async (picture: Picture, index: number, text: string, reference: string | null): Promise<PictureMessage> =>
  ({ index, png: await encodePng(picture), width: picture.width, height: picture.height, text, reference })

/**
 * What a run shows of itself: its prompts drawn, and held-out pictures captioned. Prompts and starting noise are the
 * same at every step and in every run of the same seed, so that sheets can be laid side by side.
 */
export const sampleSheet = async (model: InferenceModel, dataset: Dataset): Promise<{ drawn: PictureMessage[]; captioned: PictureMessage[] }> => {
  const { config } = model
  if (!hasImages(config)) return { drawn: [], captioned: [] }
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
