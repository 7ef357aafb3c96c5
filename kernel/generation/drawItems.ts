import { hasImageTokens, patchesPerItem, type ImageSize, type ModalityName } from '../../protocol/config/index.ts'
import { itemTokens } from '../data/tokenizer.ts'
import type { DenoiseOptions } from './denoise.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { readPrompts, type Prompt } from './prompt.ts'
import { itemElements, type Passage } from './reading/passage.ts'
import { modelSpeaker, requireModality } from './speaker.ts'

export interface DrawOptions extends DenoiseOptions {
  /** Item i of a call starts from the noise of (seed, i), whatever the prompt or the checkpoint. */
  seed: number
  /** Of images, where it is not `image.size`: one of `imageSizes`. */
  size?: ImageSize
  /** False computes every step from the whole sequence. Default true. */
  cache?: boolean
  signal?: AbortSignal
  onProgress?: (done: number, total: number) => void
}

/** Items that are drawn together. */
const atOnce = 16

/**
 * Prompt → item: ⟨eot⟩ prompt ⟨begin⟩ and the item. The unconditional branch of guidance sees the same without its text,
 * as a training document whose captions were left out.
 * @returns the passages, each ending with its item
 * @throws InputError when a prompt is longer than the model's sequences have room for, or the model has no such items
 */
export const drawItems = async (model: InferenceModel, modality: ModalityName, prompts: readonly Prompt[], options: DrawOptions): Promise<Passage[]> => {
  const { config } = model
  const { steps, onProgress } = options
  requireModality(config, modality)
  const done: Passage[] = []
  for (let first = 0; first < prompts.length; first += atOnce) {
    const passages = await startDrawing(model, modality, prompts.slice(first, first + atOnce), options.size)
    const onStep = (_: readonly number[], step: number): void => onProgress?.(first * steps + step * passages.length, prompts.length * steps)
    // Codes are read one after the other and kept; patches are read again at every step.
    const room = Math.max(...passages.map(({ tokens }) => tokens.length)) + (hasImageTokens(config) ? patchesPerItem(config, modality) : 0)
    await modelSpeaker(model, passages, { ...options, temperature: 0, first, room, onStep }).drawItems(passages.map((_, row) => row), modality)
    done.push(...passages)
  }
  return done
}

/** Prompts that end with the begin token of an item; for a model of images alone nothing at all. */
const startDrawing = async (model: InferenceModel, modality: ModalityName, prompts: readonly Prompt[], size: ImageSize | undefined): Promise<Passage[]> => {
  const passages = await readPrompts(model, prompts, itemElements(model.config, modality, size))
  if (model.config.baseline === 'imageOnly') return passages.map(() => ({ tokens: [], items: [] }))
  for (const { tokens } of passages) tokens.push(itemTokens[modality].begin)
  return passages
}
