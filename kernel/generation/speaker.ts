import { hasImages, hasImageTokens, hasWaves, type ModalityName, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { vocabularySize } from '../data/tokenizer.ts'
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
 * Items that are done stand in the context clean, at t = 0: the paper leaves open what follows an image, and a caption of
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
        // The codes of images come last in the vocabulary, and are not text.
        const own = hasImageTokens(config) ? logits(row).slice(0, vocabularySize) : logits(row).slice()
        for (const token of forbidden(row)) if (token < own.length) own[token] = -Infinity
        const token = chooseToken(own, options, texts[row]!)
        options.onToken?.(row, token)
        return token
      })
    },

    async drawItems(rows, modality) {
      requireModality(config, modality)
      // An item's numbers are its own: those of the m-th item of a passage do not depend on what was written before it.
      const randoms = rows.map((row) => new Random({ seed, stream: 'sampling', step: first + row, index: 2 * drawn[row]!++ }))
      if (modality === 'image' && hasImageTokens(config)) await drawCodes(model, reader, rows, randoms, options)
      else await drawPatches(model, reader, rows, modality, randoms, options)
    },
  }
}

/** @throws InputError when the model does not make items of a modality */
export const requireModality = (config: RunConfig, modality: ModalityName): void => {
  if (modality === 'image' && !hasImages(config)) throw new InputError('This model was trained without pictures, so it cannot draw; train on shapes, a folder or a mix.')
  if (modality === 'wave' && !hasWaves(config)) throw new InputError('This model was trained without waves, so it makes none; train on waves, a wavFolder or a mix.')
}
