import { imageSizes, modalityNames, type ImageSize } from '../protocol/config/index.ts'
import { InputError, messageOf } from '../protocol/errors.ts'
import type { EditScore, GeneratedPart, GenerateRequest, Generation, PromptPart } from '../protocol/generation.ts'
import type { PictureMessage } from '../protocol/pictureMessage.ts'
import { decodePicture } from './data/folder/picture.ts'
import { decodeWav } from './data/waves/wav.ts'
import { scoreEdits } from './evaluation/scoreEdits.ts'
import { generate } from './generation/generate.ts'
import type { InferenceModel } from './generation/inferenceModel.ts'
import { isPicture, promptWords, type Part, type Prompt } from './generation/prompt.ts'
import { pictureMessage } from './generation/pictureMessage.ts'
import { waveMessage } from './generation/waveMessage.ts'

export interface Listener {
  /** Told of denoising steps of the images that are being drawn. */
  onProgress: (done: number, total: number) => void
  onPart: (said: { row: number; index: number; part: GeneratedPart }) => void
  signal: AbortSignal
}

/** Continues prompts, and tells of it as it comes. @throws InputError when a file cannot be read or a prompt not be used */
export const answerGenerate = async (model: InferenceModel, request: GenerateRequest, { onProgress, onPart, signal }: Listener): Promise<Generation<GeneratedPart>[]> => {
  const { prompts: asked, ...own } = request
  if (asked.length === 0) throw new InputError(`There is no prompt; write text, or text with ${modalityNames.map((name) => `<${name}:FILE>`).join(' and ')}.`)
  const prompts = await Promise.all(asked.map((parts) => Promise.all(parts.map((part) => readPart(part, imageSizes(model.config))))))
  // Parts are told in their order, though a picture takes a moment to become a PNG.
  let told = Promise.resolve()
  const results = await generate(model, prompts, {
    ...model.config.sample, ...own, signal,
    onStep: (_, done, total) => onProgress(done, total),
    onPart: (row, index, part) => {
      told = told.then(async () => onPart({ row, index, part: await sent(part, index, prompts[row]!) }))
    },
  })
  await told
  return Promise.all(results.map(async ({ parts, ended }, row) => ({ ended, parts: await Promise.all(parts.map((part, index) => sent(part, index, prompts[row]!))) })))
}

const readPart = async (part: PromptPart, sizes: readonly ImageSize[]): Promise<Part> => {
  if ('text' in part) return part.text
  try {
    return 'image' in part ? await decodePicture(part.image, sizes) : decodeWav(part.wave)
  } catch (error) {
    throw new InputError('image' in part
      ? `A picture of the prompt cannot be read (${messageOf(error)}); give a PNG, JPEG or WebP file.`
      : `A wave of the prompt cannot be read (${messageOf(error)}); give a WAV file.`)
  }
}

const sent = async (part: Part, index: number, prompt: Prompt): Promise<GeneratedPart> => {
  if (typeof part === 'string') return { text: part }
  return { picture: await (isPicture(part) ? pictureMessage(part, index, promptWords(prompt), null) : waveMessage(part, index, promptWords(prompt), null)) }
}

/** Scores held-out edits. @throws InputError for a run that saw none */
export const answerScoreEdits = async (model: InferenceModel, { count, seed }: { count: number; seed: number }, onProgress: (done: number, total: number) => void): Promise<{ score: EditScore; pictures: PictureMessage[] }> => {
  const { score, edits } = await scoreEdits(model, count, seed, onProgress)
  const pictures = await Promise.all(edits.flatMap(({ instruction, source, edited, target, right }, i) => [
    pictureMessage(source, 3 * i, instruction, null),
    pictureMessage(edited, 3 * i + 1, right ? 'edited' : 'edited, not as asked', instruction),
    pictureMessage(target, 3 * i + 2, 'as it should be', instruction),
  ]))
  return { score, pictures }
}
