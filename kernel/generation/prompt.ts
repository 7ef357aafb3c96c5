import { hasImages, hasImageTokens, hasWaves, type ModalityName, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Picture, Wave } from '../data/document.ts'
import { tokenOfCode } from '../data/imageTokens.ts'
import { encode, specials } from '../data/tokenizer.ts'
import { fitWave } from '../data/waves/wav.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { addItem, emptyPassage, itemElements, type Passage } from './reading/passage.ts'

/** A stretch of text, or an item of a continuous modality. */
export type Part = string | Picture | Wave

/** Parts in the order in which they are read. */
export type Prompt = string | readonly Part[]

export const isPicture = (part: Part): part is Picture => typeof part === 'object' && 'pixels' in part
export const isWave = (part: Part): part is Wave => typeof part === 'object' && 'samples' in part

const partsOf = (prompt: Prompt): readonly Part[] => (typeof prompt === 'string' ? [prompt] : prompt)
const modalitiesIn = (prompt: Prompt): ModalityName[] => partsOf(prompt).flatMap((part) => (isPicture(part) ? ['image'] : isWave(part) ? ['wave'] : []))

/** A prompt in words. */
export const promptWords = (prompt: Prompt): string => partsOf(prompt).map((part) => (typeof part === 'string' ? part : isPicture(part) ? '<image>' : '<wave>')).join(' ')

/**
 * Prompts as passages: ⟨eot⟩, the bytes of text, and clean items between the tokens around them. Waves of another rate or
 * length are fitted as the dataset's are.
 * @param following elements that a sequence must have left for what comes after
 * @throws InputError when the model has not what it would be shown, or its sequences no room
 */
export const readPrompts = async (model: InferenceModel, prompts: readonly Prompt[], following: number): Promise<Passage[]> => {
  const { config, space } = model
  for (const prompt of prompts) {
    for (const modality of modalitiesIn(prompt)) requireSense(config, modality)
    requireRoom(prompt, following, config)
  }
  const pictures = prompts.flatMap((prompt) => partsOf(prompt).filter(isPicture))
  const codes = hasImageTokens(config) && pictures.length > 0 ? await space.toCodes(pictures) : []
  const patches = !hasImageTokens(config) && pictures.length > 0 ? await space.toPatches(pictures) : []
  return prompts.map((prompt) => {
    const passage = emptyPassage()
    for (const part of partsOf(prompt)) {
      if (typeof part === 'string') passage.tokens.push(...encode(part))
      else if (isWave(part)) addItem(passage, 'wave', fitWave(part, config.waves).samples, config)
      else if (hasImageTokens(config)) passage.tokens.push(specials.beginImage, ...Array.from(codes.shift()!, tokenOfCode), specials.endImage)
      else addItem(passage, 'image', patches.shift()!, config, part)
    }
    return passage
  })
}

/** Elements of a picture or a wave with the tokens around it. */
export const elementsOf = (part: Picture | Wave, config: RunConfig): number =>
  (isPicture(part) ? itemElements(config, 'image', part) : itemElements(config, 'wave'))

/** @throws InputError when a model cannot be shown items of a modality */
export const requireSense = (config: RunConfig, modality: ModalityName): void => {
  if (modality === 'image' && !hasImages(config)) throw new InputError('This model was trained without pictures, so it cannot see them; train on shapes, a folder or a mix.')
  if (modality === 'image' && config.baseline === 'imageOnly') throw new InputError('This model was trained on images alone, so it neither writes nor is shown pictures beside what it draws; train with baseline "none".')
  if (modality === 'wave' && !hasWaves(config)) throw new InputError('This model was trained without waves, so it cannot hear them; train on waves, a wavFolder or a mix.')
}

/**
 * @param following elements that a sequence must have left for what comes after the prompt
 * @throws InputError when it has not
 */
export const requireRoom = (prompt: Prompt, following: number, config: RunConfig): void => {
  const items = partsOf(prompt).flatMap((part) => (typeof part === 'string' ? [] : [{ part, elements: elementsOf(part, config) }]))
  const bytes = partsOf(prompt).reduce((sum, part) => sum + (typeof part === 'string' ? encode(part).length : 0), 0)
  const room = config.data.sequenceLength - 1 - items.reduce((sum, { elements }) => sum + elements, 0) - following
  if (bytes <= room) return
  const words = promptWords(prompt)
  const quoted = words.length > 40 ? `${words.slice(0, 40)}…` : words
  const beside = items.length === 0 ? '' : ` beside ${items.map(({ part, elements }) => `${elements - 2} patches of ${isPicture(part) ? 'a picture' : 'a wave'}`).join(' and ')}`
  throw new InputError(`The prompt "${quoted}" has ${bytes} bytes; this model's sequences have room for ${Math.max(0, room)}${beside}, so shorten it, or train with a larger data.sequenceLength.`)
}
