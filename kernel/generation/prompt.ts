import { hasImages, hasImageTokens, patchesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Picture } from '../data/document.ts'
import { tokenOfCode } from '../data/imageTokens.ts'
import { encode, specials } from '../data/tokenizer.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { addImage, emptyPassage, imageElements, type Passage } from './reading/passage.ts'

/** Text and pictures in the order in which they are read. */
export type Prompt = string | readonly (string | Picture)[]

const partsOf = (prompt: Prompt): readonly (string | Picture)[] => (typeof prompt === 'string' ? [prompt] : prompt)
const picturesOf = (prompt: Prompt): Picture[] => partsOf(prompt).filter((part) => typeof part !== 'string')

/** A prompt in words, for messages. */
export const promptWords = (prompt: Prompt): string => partsOf(prompt).map((part) => (typeof part === 'string' ? part : '<image>')).join(' ')

/**
 * Prompts as passages: ⟨eot⟩, the bytes of text, and pictures as clean images between ⟨BOI⟩ and ⟨EOI⟩.
 * @param following elements that a sequence must have left for what comes after
 * @throws InputError when the model has no images to be shown, or its sequences no room
 */
export const readPrompts = async (model: InferenceModel, prompts: readonly Prompt[], following: number): Promise<Passage[]> => {
  const { config, space } = model
  const pictures = prompts.flatMap(picturesOf)
  if (pictures.length > 0) requireSight(config)
  for (const prompt of prompts) requireRoom(prompt, following, config)
  const codes = hasImageTokens(config) && pictures.length > 0 ? await space.toCodes(pictures) : []
  const patches = !hasImageTokens(config) && pictures.length > 0 ? await space.toPatches(pictures) : []
  return prompts.map((prompt) => {
    const passage = emptyPassage()
    for (const part of partsOf(prompt)) {
      if (typeof part === 'string') passage.tokens.push(...encode(part))
      else if (hasImageTokens(config)) passage.tokens.push(specials.beginImage, ...Array.from(codes.shift()!, tokenOfCode), specials.endImage)
      else addImage(passage, patches.shift()!, config)
    }
    return passage
  })
}

/** @throws InputError when a model cannot be shown pictures */
export const requireSight = (config: RunConfig): void => {
  if (!hasImages(config)) throw new InputError('This model was trained on text alone, so it cannot see pictures; train on shapes, a folder or a mix.')
  if (config.baseline === 'imageOnly') throw new InputError('This model was trained on images alone, so it cannot be shown any beside what it draws; train with baseline "none".')
}

/**
 * @param following elements that a sequence must have left for what comes after the prompt
 * @throws InputError when it has not
 */
export const requireRoom = (prompt: Prompt, following: number, config: RunConfig): void => {
  const pictures = picturesOf(prompt).length
  const bytes = partsOf(prompt).reduce((sum, part) => sum + (typeof part === 'string' ? encode(part).length : 0), 0)
  const room = config.data.sequenceLength - 1 - pictures * imageElements(config) - following
  if (bytes <= room) return
  const words = promptWords(prompt)
  const quoted = words.length > 40 ? `${words.slice(0, 40)}…` : words
  const beside = pictures === 0 ? '' : ` beside its ${pictures === 1 ? 'picture' : `${pictures} pictures`} of ${patchesPerImage(config)} patches`
  throw new InputError(`The prompt "${quoted}" has ${bytes} bytes; this model's sequences have room for ${Math.max(0, room)}${beside}, so shorten it, or train with a larger data.sequenceLength.`)
}
