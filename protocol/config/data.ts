import { z } from 'zod'
import { choice, flag, integer, number, text } from './field.ts'

const source = {
  path: text('', 'folder of captioned pictures (`folder`) or WAV files (`wavFolder`), or a text or JSONL file or a folder of them (`text`)'),
  maxObjects: integer(3, 1, 3, 'most objects in one scene of `shapes`'),
  positions: number(0.5, 0, 1, 'share of `shapes` captions that say where the objects stand'),
  jitter: number(1, 0, 1, 'how freely `shapes` and `waves` vary: 1 any size and place, any phase and frequencies around those of the words; 0 one size for each size word, and a single object at one of nine places; one frequency for each word, and phase 0'),
  edits: number(0, 0, 1, 'share of `shapes` documents that are edits: a scene, an instruction and the edited scene; above 0, a `folder` takes rows with source_file_name as edits'),
  stories: number(0, 0, 1, 'share of `shapes` documents that hold two captioned scenes, one after the other'),
}

/** One part of a mix: a dataset and how often documents are drawn from it. */
export const mixPartSchema = z.strictObject({
  name: z.enum(['shapes', 'folder', 'text', 'waves', 'wavFolder']).meta({ description: 'which dataset' }),
  weight: z.number().positive().default(1).meta({ description: 'how often it is drawn, relative to the other parts' }),
  ...source,
})

export const dataSchema = z.strictObject({
  name: choice('shapes', ['shapes', 'folder', 'text', 'waves', 'wavFolder', 'mix'], 'which dataset: procedural scenes, a folder of captioned pictures, plain text, procedural waves, a folder of captioned WAV files, or a mix of these'),
  ...source,
  parts: z.array(mixPartSchema).default([]).meta({ description: 'the datasets of a `mix`, with weights' }),
  heldOut: number(0.1, 0.01, 0.5, 'share kept for evaluation: attribute combinations of `shapes` and `waves`, files of a folder, lines of a text'),
  captionFirst: number(0.8, 0, 1, 'share of documents whose caption comes before the image or wave (paper: 0.8)'),
  captionDropout: number(0.1, 0, 1, 'share of caption-first documents whose caption is left out, for classifier-free guidance'),
  sequenceLength: integer(128, 8, 4096, 'positions in one training sequence', 'elements'),
  packing: flag(true, 'put several documents into one sequence'),
  cleanCopies: flag(false, 'put a clean copy of each image or wave, without loss, behind the noisy one where something follows it; with the mask noisyImagesHidden what follows sees the copy alone (BAGEL)'),
  crossDocument: flag(false, 'let a packed document attend to the documents before it'),
})
