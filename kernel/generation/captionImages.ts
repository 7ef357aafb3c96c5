import { showSequences } from '../autoencoder/pictureSpace.ts'
import { showClean } from '../data/cleanPatches.ts'
import { vocabularyOf } from '../model/parameters.ts'
import { hasImages, hasPatches, patchesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { Batcher } from '../data/batch.ts'
import type { Picture } from '../data/document.ts'
import { laidImage, none, type LaidDocument } from '../data/laidDocument.ts'
import { decode, specials, vocabularySize } from '../data/tokenizer.ts'
import { Random } from '../random/stream.ts'
import { chooseToken } from './chooseToken.ts'
import type { InferenceModel } from './inferenceModel.ts'

export interface CaptionOptions {
  /** 0 takes the likeliest token. */
  temperature: number
  seed: number
  onProgress?: (done: number, total: number) => void
}

/** Pictures that are captioned together. */
const atOnce = 16

/**
 * Image → text: ⟨eot⟩ ⟨BOI⟩ clean patches (t = 0) ⟨EOI⟩, then token by token until ⟨end of text⟩.
 * @throws InputError when the model has no images
 */
export const captionImages = async (model: InferenceModel, pictures: readonly Picture[], options: CaptionOptions): Promise<string[]> => {
  if (!hasImages(model.config)) throw new InputError('This model was trained on text alone, so it cannot see pictures; train on shapes, a folder or a mix.')
  if (model.config.baseline === 'imageOnly') throw new InputError('This model was trained on images alone, so it cannot write captions; train with baseline "none".')
  const captions: string[] = []
  for (let start = 0; start < pictures.length; start += atOnce) {
    captions.push(...(await decodeCaptions(model, pictures.slice(start, start + atOnce), start, options)))
    options.onProgress?.(captions.length, pictures.length)
  }
  return captions
}

const decodeCaptions = async (model: InferenceModel, pictures: readonly Picture[], first: number, { temperature, seed }: CaptionOptions): Promise<string[]> => {
  const { config } = model
  const n = patchesPerImage(config)
  const start = n + 3
  // A caption is bytes: the codes of images, which come after them in the vocabulary, are not asked.
  const vocabulary = vocabularyOf(config)
  const longest = Math.min(config.sample.captionLength, config.data.sequenceLength - start)
  const length = start + longest
  const shape = { batch: pictures.length, length, images: hasPatches(config) ? pictures.length : 0, texts: pictures.length }
  // The places of the caption are in the sequence from the start; a causal mask hides those not yet written.
  const sequences = await showSequences(pictures.map((picture, index) => [captioning(picture, index, longest, config)]), model.space, config)
  const { inputs } = new Batcher(config, shape).assemble(sequences, showClean(config))
  const source = inputs['source'] as Int32Array, textAt = inputs['textAt'] as Int32Array
  const randoms = pictures.map((_, i) => new Random({ seed, stream: 'sampling', step: first + i, index: 1 }))
  const written = pictures.map((): number[] => [])
  const ended = pictures.map(() => false)
  for (let at = 0; at < longest && !ended.every(Boolean); at++) {
    pictures.forEach((_, b) => (textAt[b] = b * length + start - 1 + at))
    const { data } = await model.forward('logits', shape, inputs)
    pictures.forEach((_, b) => {
      if (ended[b]) return
      const token = chooseToken((data as Float32Array).subarray(b * vocabulary, b * vocabulary + vocabularySize), temperature, randoms[b]!)
      if (token >= specials.endOfText) ended[b] = true
      else {
        written[b]!.push(token)
        source[b * length + start + at] = token
      }
    })
  }
  return written.map(decode)
}

const captioning = (picture: Picture, index: number, longest: number, config: RunConfig): LaidDocument => {
  const tokens = [specials.endOfText, specials.beginImage, ...Array<number>(patchesPerImage(config)).fill(none), specials.endImage, ...Array<number>(longest).fill(specials.padding)]
  return { tokens, targets: tokens.map(() => none), items: [laidImage(config, 2, { picture, index })], index }
}
