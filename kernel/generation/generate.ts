import { patchesPerImage } from '../../protocol/config/index.ts'
import type { Picture } from '../data/document.ts'
import { decode, specials } from '../data/tokenizer.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { interleave, type Ended, type Speaker } from './interleave.ts'
import { lastImages } from './lastImages.ts'
import { readPrompts, type Prompt } from './prompt.ts'
import { imageElements, type Passage } from './reading/passage.ts'
import type { SpeakOptions } from './speakOptions.ts'
import { modelSpeaker, requireImages } from './speaker.ts'

/** A stretch of text, or a picture. */
export type Part = string | Picture

export interface GenerateOptions extends Omit<SpeakOptions, 'room'> {
  /** Most elements to add, tokens and patches alike; as many as a sequence has room for where left out. */
  budget?: number
  /** What comes next: an image, text and nothing else, or whatever the model says (the default). */
  next?: 'image' | 'text'
  /** Told of part number `index` of a continuation whenever it has changed: a stretch of text with each token, a picture when it is drawn. */
  onPart?: (row: number, index: number, part: Part) => void
}

/** What came after a prompt. */
export interface Generated {
  parts: Part[]
  ended: Ended
}

/**
 * Continues prompts by text and images, any number of either (§3, "Inference"), at most to the length of the sequences
 * that the model was trained on.
 * @throws InputError when a prompt is longer than that, or asks for what the model has not
 */
export const generate = async (model: InferenceModel, prompts: readonly Prompt[], options: GenerateOptions): Promise<Generated[]> => {
  const { config } = model
  const { next, budget = Infinity, onPart } = options
  if (next === 'image') requireImages(config)
  const passages = await readPrompts(model, prompts, next === 'image' ? imageElements(config) : 1)
  if (next === 'image') for (const { tokens } of passages) tokens.push(specials.beginImage)
  const { speaker, parts } = overhear(modelSpeaker(model, passages, { ...options, room: config.data.sequenceLength }), model, passages, onPart)
  const ended = await interleave(speaker, passages, {
    patches: patchesPerImage(config),
    budget: (row) => Math.min(budget, config.data.sequenceLength - passages[row]!.tokens.length),
    images: next === 'text' ? 'never' : 'come',
  })
  return passages.map((_, row) => ({ parts: parts[row]!, ended: ended[row]! }))
}

/** A speaker with what it has said so far, as text and pictures. */
const overhear = (speaker: Speaker, model: InferenceModel, passages: readonly Passage[], onPart: GenerateOptions['onPart']): { speaker: Speaker; parts: Part[][] } => {
  const parts = passages.map((): Part[] => [])
  /** Bytes of the stretch of text that each passage is in. */
  const bytes = passages.map((): number[] => [])
  const tell = (row: number): void => onPart?.(row, parts[row]!.length - 1, parts[row]!.at(-1)!)
  return {
    parts,
    speaker: {
      async nextTokens(rows, forbidden) {
        const tokens = await speaker.nextTokens(rows, forbidden)
        rows.forEach((row, i) => {
          if (tokens[i]! >= specials.endOfText) return
          // The whole stretch is decoded anew: the bytes of one letter come one by one.
          if (bytes[row]!.push(tokens[i]!) === 1) parts[row]!.push('')
          parts[row]![parts[row]!.length - 1] = decode(bytes[row]!)
          tell(row)
        })
        return tokens
      },
      async drawImages(rows) {
        await speaker.drawImages(rows)
        const pictures = await lastImages(model, rows.map((row) => passages[row]!))
        rows.forEach((row, i) => {
          parts[row]!.push(pictures[i]!)
          bytes[row] = []
          tell(row)
        })
      },
    },
  }
}
