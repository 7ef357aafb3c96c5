import { isObject } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { parsePrompt, type WrittenPart } from '../../protocol/generation.ts'
import type { GenerateOptions, Generated, Picture } from './api/generation.ts'
import type { Lab } from './api/lab.ts'
import { pictureOf, runReference, type LabContext } from './labContext.ts'

/** Text and pictures that go on from text and pictures. */
export const labGenerate = ({ call, emit, shown }: LabContext): Pick<Lab, 'generate' | 'edit'> => {
  const go = async (run: unknown, name: string, prompt: (WrittenPart | { sha256: string })[], { next, seed = 0, ...options }: GenerateOptions, single: boolean): Promise<Generated> => {
    const { parts, ended } = await call('generate', { run: runReference(run, name), prompt, next: next ?? null, single, options, seed })
    const pictures: Picture[] = []
    const told = parts.map((part) => {
      if ('text' in part) {
        emit({ kind: 'text', text: `${part.text}\n` })
        return part.text
      }
      const picture = pictureOf(part.picture)
      pictures.push(picture)
      emit({ kind: 'pictures', title: '', pictures: [picture] })
      return picture
    })
    const generated = { parts: told, pictures, text: told.filter((part) => typeof part === 'string').join(' '), ended }
    shown.add(generated)
    return generated
  }
  return {
    generate: async (run, prompt, options = {}) => go(run, 'lab.generate', partsOf(prompt, 'lab.generate'), options, false),
    async edit(run, picture, instruction, options = {}) {
      if (typeof instruction !== 'string' || instruction.trim() === '') throw new InputError('lab.edit takes a picture and an instruction such as "make the circle blue".')
      const source = typeof picture === 'string' ? { tag: 'image' as const, source: picture } : hashOf(picture, 'lab.edit')
      const { pictures: [edited] } = await go(run, 'lab.edit', [source, { text: instruction.trim() }], { ...options, next: 'image' }, true)
      if (!edited) throw new Error('the model drew nothing')
      return edited
    },
  }
}

const partsOf = (prompt: unknown, call: string): (WrittenPart | { sha256: string })[] =>
  (Array.isArray(prompt) ? [...prompt] : [prompt]).flatMap((part: unknown): (WrittenPart | { sha256: string })[] => (typeof part === 'string' ? parsePrompt(part) : [hashOf(part, call)]))

const hashOf = (part: unknown, call: string): { sha256: string } => {
  if (isObject(part) && typeof part['sha256'] === 'string') return { sha256: part['sha256'] }
  throw new InputError(`${call}: a part of the prompt is neither text nor a picture that lab.sample, lab.caption or lab.generate gave; for a file write "<image:FILE>".`)
}
