import { InputError } from '../../protocol/errors.ts'
import type { Picture, Wave } from '../data/document.ts'
import { decode } from '../data/tokenizer.ts'
import type { Choosing } from './chooseToken.ts'
import { drawablesOf } from './drawables.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { interleave } from './interleave.ts'
import { elementsOf, readPrompts } from './prompt.ts'
import { modelSpeaker } from './speaker.ts'

export interface CaptionOptions extends Choosing {
  /** Caption i of a call draws from (seed, i). */
  seed: number
  /** False computes every token from the whole sequence. Default true. */
  cache?: boolean
  onProgress?: (done: number, total: number) => void
}

/** Items that are captioned together. */
const atOnce = 16

/**
 * Item → text: ⟨eot⟩ ⟨begin⟩ clean patches (t = 0) ⟨end⟩, then token by token until ⟨end of text⟩.
 * @throws InputError when the model cannot be shown them
 */
export const captionItems = async (model: InferenceModel, items: readonly (Picture | Wave)[], options: CaptionOptions): Promise<string[]> => {
  const { config } = model
  const captions: string[] = []
  for (let first = 0; first < items.length; first += atOnce) {
    const chunk = items.slice(first, first + atOnce)
    const longest = Math.min(config.sample.captionLength, ...chunk.map((item) => config.data.sequenceLength - 1 - elementsOf(item, config)))
    if (longest < 1) throw new InputError(`This model's sequences of ${config.data.sequenceLength} elements have no room for a caption; train with a larger data.sequenceLength.`)
    const passages = await readPrompts(model, chunk.map((item) => [item]), longest)
    const begun = passages.map(({ tokens }) => tokens.length)
    // Text takes no denoising; what the speaker is told of it does not matter.
    const speaker = modelSpeaker(model, passages, { ...config.sample, ...options, first, room: Math.max(...begun) + longest })
    await interleave(speaker, passages, { drawables: drawablesOf(config), budget: () => longest, items: 'end' })
    captions.push(...passages.map(({ tokens }, i) => decode(tokens.slice(begun[i]))))
    options.onProgress?.(captions.length, items.length)
  }
  return captions
}
