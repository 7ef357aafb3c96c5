import { imageSizes } from '../protocol/config/index.ts'
import { InputError, messageOf } from '../protocol/errors.ts'
import type { CaptionRequest } from '../protocol/kernelMessages.ts'
import type { PictureMessage } from '../protocol/pictureMessage.ts'
import type { Picture, Wave } from './data/document.ts'
import { decodePicture } from './data/folder/picture.ts'
import { openDataset } from './data/open.ts'
import { decodeWav } from './data/waves/wav.ts'
import { captionImages } from './generation/captionImages.ts'
import type { CaptionOptions } from './generation/captionItems.ts'
import { captionWaves } from './generation/captionWaves.ts'
import type { InferenceModel } from './generation/inferenceModel.ts'
import { heldOutPictures, heldOutWaves, usualModality } from './generation/prompts.ts'
import { pictureMessage } from './generation/pictureMessage.ts'
import { waveMessage } from './generation/waveMessage.ts'

/** What is captioned, with the dataset's own words where it has any. */
type Asked = { index: number; text: string | null } & ({ image: Picture } | { wave: Wave })

/** Captions the files of a request, pictures and WAV files alike, or held-out items of the model's dataset. @throws InputError naming a file that cannot be read */
export const captionAsked = async (model: InferenceModel, request: CaptionRequest, onProgress: (done: number, total: number) => void): Promise<PictureMessage[]> => {
  const { images, count = model.config.sample.count, temperature = model.config.sample.temperature, seed } = request
  const asked = images.length > 0 ? await Promise.all(images.map((bytes, i) => read(bytes, i, model))) : await heldOut(model, count)
  const pictures = asked.filter((one) => 'image' in one), waves = asked.filter((one) => 'wave' in one)
  const options = (before: number): CaptionOptions => ({ temperature, seed, onProgress: (done) => onProgress(before + done, asked.length) })
  const ofPictures = pictures.length > 0 ? await captionImages(model, pictures.map(({ image }) => image), options(0)) : []
  const ofWaves = waves.length > 0 ? await captionWaves(model, waves.map(({ wave }) => wave), options(pictures.length)) : []
  const messages = await Promise.all([
    ...pictures.map(({ image, index, text }, i) => pictureMessage(image, index, ofPictures[i]!, text)),
    ...waves.map(({ wave, index, text }, i) => waveMessage(wave, index, ofWaves[i]!, text)),
  ])
  return messages.sort((a, b) => a.index - b.index)
}

const heldOut = async (model: InferenceModel, count: number): Promise<Asked[]> => {
  const dataset = await openDataset(model.config)
  const found = usualModality(model.config) === 'image' ? heldOutPictures(dataset, count) : heldOutWaves(dataset, count)
  return found.map((one, index) => ({ ...one, index }))
}

const isWav = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'RIFF' && Buffer.from(bytes.subarray(8, 12)).toString('latin1') === 'WAVE'

const read = async (bytes: Uint8Array, index: number, model: InferenceModel): Promise<Asked> => {
  try {
    return isWav(bytes) ? { index, text: null, wave: decodeWav(bytes) } : { index, text: null, image: await decodePicture(bytes, imageSizes(model.config)) }
  } catch (error) {
    throw new InputError(`File ${index + 1} of those to caption cannot be read (${messageOf(error)}); give PNG, JPEG, WebP or WAV files.`)
  }
}
