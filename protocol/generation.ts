import type { ModalityName } from './config/index.ts'
import { modalityNames } from './config/index.ts'
import { InputError } from './errors.ts'
import type { PictureMessage } from './pictureMessage.ts'
import type { MediaRecord } from './records.ts'

/** A part of a prompt as it is sent: text, or the bytes of a file. */
export type PromptPart = { text: string } | { image: Uint8Array } | { wave: Uint8Array }

/** What a model is asked to go on with. */
export interface GenerateRequest {
  prompts: PromptPart[][]
  seed: number
  /** What comes next; left out, whatever the model says. */
  next?: ModalityName | 'text'
  /** Most elements to add, text tokens and patches alike; left out, as many as a sequence has room for. */
  budget?: number
  /** Nothing after the item that comes next. */
  single?: boolean
  /** 0 takes the likeliest token; left out, the run's setting. */
  temperature?: number
  topP?: number
  minP?: number
  /** Left out: the run's own settings. */
  guidance?: number
  steps?: number
}

/** A part of what came, as the kernel sends it; a wave is the picture of its curve, with its sound. */
export type GeneratedPart = { text: string } | { picture: PictureMessage }
/** The same once its pictures are kept as media of the run. */
export type KeptPart = { text: string } | { picture: MediaRecord }

export interface Generation<Part> {
  parts: Part[]
  /** The model said that it is done, or there was no room for more. */
  ended: 'endOfText' | 'budget'
}

/** Shares of held-out edits: what the instruction asks for is there, all else is as it was, and both. */
export interface EditScore {
  count: number
  applied: number
  kept: number
  both: number
}

/** A part of a prompt as people write it: text, or `<image:FILE>`. */
export type WrittenPart = { text: string } | { tag: ModalityName; source: string }

const tag = /<([a-z][\w-]*):([^<>]*)>/gi

/**
 * A prompt that mixes text and files: "a ring <image:ring.png> and the same in blue". Blanks beside a tag do not count.
 * @throws InputError for a tag that is no modality, or names no file
 */
export const parsePrompt = (prompt: string): WrittenPart[] => {
  const parts: WrittenPart[] = []
  let end = 0
  const addText = (text: string): void => {
    if (text !== '') parts.push({ text })
  }
  const tags = [...prompt.matchAll(tag)]
  for (const [whole, name = '', source = ''] of tags) {
    const known = modalityNames.find((modality) => modality === name.toLowerCase())
    if (!known) throw new InputError(`The prompt has ${whole}, and there is no modality "${name}"; write ${modalityNames.map((modality) => `<${modality}:FILE>`).join(' or ')}.`)
    if (source.trim() === '') throw new InputError(`The prompt has ${whole} without a file; write <${known}:FILE>.`)
    const start = prompt.indexOf(whole, end)
    addText(prompt.slice(end, start).trim())
    parts.push({ tag: known, source: source.trim() })
    end = start + whole.length
  }
  addText(tags.length === 0 ? prompt : prompt.slice(end).trim())
  return parts
}

/** A prompt in words: what is not text is named. */
export const promptText = (parts: readonly (PromptPart | WrittenPart)[]): string =>
  parts.map((part) => ('text' in part ? part.text : 'tag' in part ? `<${part.tag}>` : 'image' in part ? '<image>' : '<wave>')).join(' ')
