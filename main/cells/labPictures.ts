import { isObject } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { CellOutput } from '../../protocol/notebook.ts'
import type { Score } from '../../protocol/kernelMessages.ts'
import type { Picture, SampleOptions } from './api/generation.ts'
import type { Lab } from './api/lab.ts'
import { countOf, pictureOf, runReference, runTitle, type LabContext } from './labContext.ts'

/** Drawing, captioning and checking with a run's checkpoint. */
export const labPictures = ({ call, emit, shown }: LabContext): Pick<Lab, 'sample' | 'caption' | 'score'> => {
  const show = (title: string, pictures: Picture[]): Picture[] => {
    emit({ kind: 'pictures', title, pictures })
    shown.add(pictures)
    return pictures
  }

  return {
    async sample(run, prompts) {
      const { prompts: words, guidance = null, steps = null, modality = null, size = null, seed = 0 } = sampleOptions(prompts)
      const list = textsOf(words, 'lab.sample: prompts')
      const media = await call('sample', { run: runReference(run, 'lab.sample'), prompts: list, guidance, steps, modality, size, seed })
      return show(`drawn by ${runTitle(run)}`, media.map(pictureOf))
    },

    async caption(run, options = {}) {
      const paths = options.images === undefined ? [] : textsOf(options.images, 'lab.caption: images')
      const count = countOf(options.count, 8, 'lab.caption')
      const media = await call('caption', { run: runReference(run, 'lab.caption'), paths, count, seed: options.seed ?? 0 })
      return show(`captions by ${runTitle(run)} of ${paths.length > 0 ? 'your files' : 'held-out items'}`, media.map(pictureOf))
    },

    async score(run, options = {}) {
      const count = countOf(options.count, 64, 'lab.score')
      const { score, pictures } = await call('score', { run: runReference(run, 'lab.score'), count, seed: options.seed ?? 0 })
      emit(scoreTable(score))
      show(`what was checked of ${runTitle(run)}`, pictures.map(pictureOf))
      shown.add(score)
      return score
    },
  }
}

const sampleOptions = (prompts: unknown): SampleOptions => {
  if (typeof prompts === 'string' || Array.isArray(prompts)) return { prompts }
  if (isObject(prompts) && 'prompts' in prompts) return prompts as unknown as SampleOptions
  throw new InputError('lab.sample takes a prompt, a list of prompts, or { prompts, guidance, steps, modality, size, seed }.')
}

const textsOf = (value: unknown, what: string): string[] => {
  const list: unknown[] = Array.isArray(value) ? [...value] : [value]
  if (list.length === 0 || !list.every((item) => typeof item === 'string')) throw new InputError(`${what} must be a text or a list of texts, with at least one.`)
  return list
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

const scoreTable = ({ count, draw, caption }: Score): CellOutput => {
  const attributes = Object.keys(draw)
  return {
    kind: 'table',
    title: `${count} held-out documents, checked by rule`,
    columns: ['', ...attributes.map((name) => (name === 'both' || name === 'all' ? name : `right ${name}`))],
    rows: [['drawing', draw] as const, ['captioning', caption] as const].map(([name, part]) => [name, ...attributes.map((attribute) => percent(part[attribute]!))]),
  }
}
