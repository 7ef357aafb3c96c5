import { readFileSync } from 'node:fs'
import { InputError, messageOf } from '../../protocol/errors.ts'
import { parsePrompt, type PromptPart } from '../../protocol/generation.ts'

/** A prompt as it was written on the command line, its files read. @throws InputError for what is no prompt, or no file */
export const readPrompt = (prompt: string): PromptPart[] =>
  parsePrompt(prompt).map((part) => ('text' in part ? part : part.tag === 'image' ? { image: readFile(part.source) } : { wave: readFile(part.source) }))

/** @throws InputError when the file cannot be read */
export const readFile = (file: string): Uint8Array => {
  try {
    return readFileSync(file)
  } catch (thrown) {
    throw new InputError(`The file ${file} cannot be read (${messageOf(thrown)}); check its name.`)
  }
}
