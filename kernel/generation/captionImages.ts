import { patchesPerImage } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Picture } from '../data/document.ts'
import { decode } from '../data/tokenizer.ts'
import type { Choosing } from './chooseToken.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { interleave } from './interleave.ts'
import { readPrompts, requireSight } from './prompt.ts'
import { modelSpeaker } from './speaker.ts'

export interface CaptionOptions extends Choosing {
  /** Caption i of a call draws from (seed, i). */
  seed: number
  /** False computes every token from the whole sequence. Default true. */
  cache?: boolean
  onProgress?: (done: number, total: number) => void
}

/** Pictures that are captioned together. */
const atOnce = 16

/**
 * Image → text: ⟨eot⟩ ⟨BOI⟩ clean patches (t = 0) ⟨EOI⟩, then token by token until ⟨end of text⟩.
 * @throws InputError when the model has no images, or no text
 */
export const captionImages = async (model: InferenceModel, pictures: readonly Picture[], options: CaptionOptions): Promise<string[]> => {
  const { config } = model
  requireSight(config)
  const longest = Math.min(config.sample.captionLength, config.data.sequenceLength - patchesPerImage(config) - 3)
  if (longest < 1) throw new InputError(`This model's sequences of ${config.data.sequenceLength} elements have no room for a caption after an image; train with a larger data.sequenceLength.`)
  const captions: string[] = []
  for (let start = 0; start < pictures.length; start += atOnce) {
    const passages = await readPrompts(model, pictures.slice(start, start + atOnce).map((picture) => [picture]), longest)
    const begun = passages.map(({ tokens }) => tokens.length)
    // Text takes no denoising; what the speaker wants to know of it does not matter.
    const speaker = modelSpeaker(model, passages, { ...config.sample, ...options, first: start, room: Math.max(...begun) + longest })
    await interleave(speaker, passages, { patches: patchesPerImage(config), budget: () => longest, images: 'end' })
    captions.push(...passages.map(({ tokens }, i) => decode(tokens.slice(begun[i]))))
    options.onProgress?.(captions.length, pictures.length)
  }
  return captions
}
