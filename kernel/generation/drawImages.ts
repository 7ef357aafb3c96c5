import { hasImageTokens, patchesPerImage } from '../../protocol/config/index.ts'
import type { Picture } from '../data/document.ts'
import { specials } from '../data/tokenizer.ts'
import type { DenoiseOptions } from './denoise.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { readPrompts, type Prompt } from './prompt.ts'
import { lastImages } from './lastImages.ts'
import { imageElements, type Passage } from './reading/passage.ts'
import { modelSpeaker, requireImages } from './speaker.ts'

export interface DrawOptions extends DenoiseOptions {
  /** Picture i of a call starts from the noise of (seed, i), whatever the prompt or the checkpoint. */
  seed: number
  /** False computes every step from the whole sequence. Default true. */
  cache?: boolean
  signal?: AbortSignal
  onProgress?: (done: number, total: number) => void
}

/** Pictures that are drawn together. */
const atOnce = 16

/**
 * Text, or text and pictures → image: ⟨eot⟩ prompt ⟨BOI⟩ and the image. The unconditional branch of guidance sees the same
 * without its text, as a training document whose captions were left out.
 * @throws InputError when a prompt is longer than the model's sequences have room for, or the model has no images
 */
export const drawImages = async (model: InferenceModel, prompts: readonly Prompt[], options: DrawOptions): Promise<Picture[]> => {
  const { config } = model
  requireImages(config)
  const pictures: Picture[] = []
  const total = prompts.length * options.steps
  for (let start = 0; start < prompts.length; start += atOnce) {
    const passages = await startDrawing(model, prompts.slice(start, start + atOnce))
    const rows = passages.map((_, row) => row)
    const onStep = (_: readonly number[], done: number): void => options.onProgress?.(start * options.steps + done * passages.length, total)
    const room = Math.max(...passages.map(({ tokens }) => tokens.length)) + (hasImageTokens(config) ? patchesPerImage(config) : 0)
    await modelSpeaker(model, passages, { ...options, temperature: 0, first: start, room, onStep }).drawImages(rows)
    pictures.push(...(await lastImages(model, passages)))
  }
  return pictures
}

/** Prompts that end with ⟨BOI⟩; for a model of images alone nothing at all. */
const startDrawing = async (model: InferenceModel, prompts: readonly Prompt[]): Promise<Passage[]> => {
  const passages = await readPrompts(model, prompts, imageElements(model.config))
  if (model.config.baseline === 'imageOnly') return passages.map(() => ({ tokens: [], items: [] }))
  for (const { tokens } of passages) tokens.push(specials.beginImage)
  return passages
}
