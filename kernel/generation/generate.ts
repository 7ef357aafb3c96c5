import { patchesPerItem, type ModalityName } from '../../protocol/config/index.ts'
import { decode, itemTokens, specials } from '../data/tokenizer.ts'
import { drawablesOf } from './drawables.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { interleave, type Ended, type Speaker } from './interleave.ts'
import { lastImages, lastWaves } from './lastItems.ts'
import { readPrompts, type Part, type Prompt } from './prompt.ts'
import { itemElements, type Passage } from './reading/passage.ts'
import type { SpeakOptions } from './speakOptions.ts'
import { modelSpeaker, requireModality } from './speaker.ts'

export interface GenerateOptions extends Omit<SpeakOptions, 'room'> {
  /** Most elements to add, tokens and patches alike; as many as a sequence has room for where left out. */
  budget?: number
  /** What comes next: an item of a modality, text and nothing else, or whatever the model says (the default). */
  next?: ModalityName | 'text'
  /** Nothing after the item that is asked for with `next`. */
  single?: boolean
  /** Told of part number `index` of a continuation whenever it has changed: a stretch of text with each token, an item when it is drawn. */
  onPart?: (row: number, index: number, part: Part) => void
}

/** What came after a prompt. */
export interface Generated {
  parts: Part[]
  ended: Ended
}

/**
 * Continues prompts by text, images and waves, any number of each (§3, "Inference"), at most to the length of the sequences
 * that the model was trained on.
 * @throws InputError when a prompt is longer than that, or asks for what the model has not
 */
export const generate = async (model: InferenceModel, prompts: readonly Prompt[], options: GenerateOptions): Promise<Generated[]> => {
  const { config } = model
  const { next, single = false, onPart } = options
  const forced = next === 'text' ? undefined : next
  const budget = single && forced ? patchesPerItem(config, forced) + 1 : (options.budget ?? Infinity)
  if (forced) requireModality(config, forced)
  const passages = await readPrompts(model, prompts, forced ? itemElements(config, forced) : 1)
  if (forced) for (const { tokens } of passages) tokens.push(itemTokens[forced].begin)
  const { speaker, parts } = overhear(modelSpeaker(model, passages, { ...options, room: config.data.sequenceLength }), model, passages, onPart)
  const ended = await interleave(speaker, passages, {
    drawables: drawablesOf(config),
    budget: (row) => Math.min(budget, config.data.sequenceLength - passages[row]!.tokens.length),
    items: next === 'text' ? 'never' : 'come',
  })
  return passages.map((_, row) => ({ parts: parts[row]!, ended: ended[row]! }))
}

/** A speaker with what it has said so far, part by part. */
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
      async drawItems(rows, modality) {
        await speaker.drawItems(rows, modality)
        const own = rows.map((row) => passages[row]!)
        const items = modality === 'image' ? await lastImages(model, own) : lastWaves(model, own)
        rows.forEach((row, i) => {
          parts[row]!.push(items[i]!)
          bytes[row] = []
          tell(row)
        })
      },
    },
  }
}
