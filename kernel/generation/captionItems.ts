import { showSequences } from '../autoencoder/pictureSpace.ts'
import { Batcher } from '../data/batch.ts'
import { showClean } from '../data/cleanPatches.ts'
import { none, patchesOf, type LaidDocument, type LaidItem } from '../data/laidDocument.ts'
import { decode, itemTokens, specials, vocabularySize } from '../data/tokenizer.ts'
import { vocabularyOf } from '../model/parameters.ts'
import { Random } from '../random/stream.ts'
import { chooseToken } from './chooseToken.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { placesFor } from './placesFor.ts'

export interface CaptionOptions {
  /** 0 takes the likeliest token. */
  temperature: number
  seed: number
  onProgress?: (done: number, total: number) => void
}

/** Items that are captioned together. */
const atOnce = 16

/** Where an item's patches start in a document that is captioned. */
export const captionedAt = 2

/**
 * Item → text: ⟨eot⟩ ⟨begin⟩ clean patches (t = 0) ⟨end⟩, then token by token until ⟨end of text⟩.
 * @param items at `captionedAt`, all of one modality
 */
export const captionItems = async (model: InferenceModel, items: readonly LaidItem[], options: CaptionOptions): Promise<string[]> => {
  const captions: string[] = []
  for (let start = 0; start < items.length; start += atOnce) {
    captions.push(...(await decodeCaptions(model, items.slice(start, start + atOnce), start, options)))
    options.onProgress?.(captions.length, items.length)
  }
  return captions
}

const decodeCaptions = async (model: InferenceModel, items: readonly LaidItem[], first: number, { temperature, seed }: CaptionOptions): Promise<string[]> => {
  const { config } = model
  const start = captionedAt + patchesOf(items[0]!) + 1
  // A caption is bytes: what comes after the specials in the vocabulary is not asked.
  const vocabulary = vocabularyOf(config)
  const longest = Math.min(config.sample.captionLength, config.data.sequenceLength - start)
  const length = start + longest
  const shape = { batch: items.length, length, ...placesFor(config, items[0]!.modality, items.length), texts: items.length }
  // The places of the caption are in the sequence from the start; a causal mask hides those not yet written.
  const sequences = await showSequences(items.map((item, index) => [captioning({ ...item, index }, longest)]), model.space, config)
  const { inputs } = new Batcher(config, shape).assemble(sequences, showClean(config))
  const source = inputs['source'] as Int32Array, textAt = inputs['textAt'] as Int32Array
  const randoms = items.map((_, i) => new Random({ seed, stream: 'sampling', step: first + i, index: 1 }))
  const written = items.map((): number[] => [])
  const ended = items.map(() => false)
  for (let at = 0; at < longest && !ended.every(Boolean); at++) {
    items.forEach((_, b) => (textAt[b] = b * length + start - 1 + at))
    const { data } = await model.forward('logits', shape, inputs)
    items.forEach((_, b) => {
      if (ended[b]) return
      const token = chooseToken((data as Float32Array).subarray(b * vocabulary, b * vocabulary + vocabularySize), temperature, randoms[b]!)
      if (token >= specials.endOfText) ended[b] = true
      else {
        written[b]!.push(token)
        source[b * length + start + at] = token
      }
    })
  }
  return written.map(decode)
}

const captioning = (item: LaidItem, longest: number): LaidDocument => {
  const { begin, end } = itemTokens[item.modality]
  const tokens = [specials.endOfText, begin, ...Array<number>(patchesOf(item)).fill(none), end, ...Array<number>(longest).fill(specials.padding)]
  return { tokens, targets: tokens.map(() => none), items: [item], index: item.index }
}
