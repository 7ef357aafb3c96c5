import { hasImages, hasImageTokens, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { specials, vocabularySize } from '../data/tokenizer.ts'
import { Random } from '../random/stream.ts'
import { chooseToken } from './chooseToken.ts'
import { drawCodes } from './drawCodes.ts'
import { drawPatches } from './drawPatches.ts'
import type { InferenceModel } from './inferenceModel.ts'
import type { Speaker } from './interleave.ts'
import type { Passage } from './reading/passage.ts'
import { Reader } from './reading/reader.ts'
import { breathe, type SpeakOptions } from './speakOptions.ts'

/**
 * A model that continues passages.
 *
 * Images that are done stand in the context clean, at t = 0: the paper leaves open what follows an image, and a caption of
 * a given picture is asked for in the same way. Training shows t ≥ 1, next to which t = 0 is no leap.
 */
export const modelSpeaker = (model: InferenceModel, passages: readonly Passage[], options: SpeakOptions): Speaker => {
  const { config } = model
  const { seed, first = 0, cache = true, room = Math.max(0, ...passages.map(({ tokens }) => tokens.length)) } = options
  const reader = new Reader(model, passages, { room, cache })
  const texts = passages.map((_, row) => new Random({ seed, stream: 'sampling', step: first + row, index: 1 }))
  const drawn = passages.map(() => 0)
  return {
    async nextTokens(rows, forbidden) {
      if (config.baseline === 'imageOnly') throw new InputError('This model was trained on images alone, so it cannot write; train with baseline "none".')
      await breathe(options)
      const logits = await reader.logits(rows)
      return rows.map((row) => {
        // The codes of images come after bytes and specials in the vocabulary, and are not text.
        const own = logits(row).slice(0, vocabularySize)
        for (const token of hasImages(config) ? forbidden(row) : [...forbidden(row), specials.beginImage]) own[token] = -Infinity
        const token = chooseToken(own, options, texts[row]!)
        options.onToken?.(row, token)
        return token
      })
    },

    async drawImages(rows) {
      requireImages(config)
      // An image's numbers are its own: those of the m-th image of a passage do not depend on what was written before it.
      const randoms = rows.map((row) => new Random({ seed, stream: 'sampling', step: first + row, index: 2 * drawn[row]!++ }))
      await (hasImageTokens(config) ? drawCodes : drawPatches)(model, reader, rows, randoms, options)
    },
  }
}

/** @throws InputError when the model has no images */
export const requireImages = (config: RunConfig): void => {
  if (!hasImages(config)) throw new InputError('This model was trained on text alone, so it cannot draw; train on shapes, a folder or a mix.')
}
