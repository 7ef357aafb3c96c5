import { readFile } from 'node:fs/promises'
import path from 'node:path'
import * as ort from 'onnxruntime-node'
import type { RunConfig } from '../../../protocol/config/index.ts'
import { InputError } from '../../../protocol/errors.ts'
import type { Picture } from '../../data/document.ts'
import { openForeign, shapeText, type ForeignModel } from '../../engine/onnxruntime/foreign.ts'
import { clipLength, ClipTokenizer } from './clipTokenizer.ts'
import { atOnce, picturesThrough, through, type Preparation } from './tower.ts'

/** Bicubic to 224, then the mean and deviation of CLIP's own training pictures (Radford et al. 2021, `clip/clip.py`). */
const preparation: Preparation = {
  size: 224, filter: 'bicubic',
  mean: [0.48145466, 0.4578275, 0.40821073], deviation: [0.26862954, 0.26130258, 0.27577711],
}

/** The two towers of a CLIP model. */
export class Clip {
  readonly #vision: ForeignModel
  readonly #words: ForeignModel
  readonly #tokenizer: ClipTokenizer

  private constructor(vision: ForeignModel, words: ForeignModel, tokenizer: ClipTokenizer) {
    this.#vision = vision
    this.#words = words
    this.#tokenizer = tokenizer
  }

  /** @throws InputError when a file is not what it must be */
  static async open(folder: string, engine: RunConfig['engine']): Promise<Clip> {
    const read = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8')
    const tokenizer = new ClipTokenizer(await read('vocab.json'), await read('merges.txt'))
    const vision = await openForeign(path.join(folder, 'vision_model.onnx'), 'The image tower', engine)
    return new Clip(vision, await openForeign(path.join(folder, 'text_model.onnx'), 'The text tower', engine), tokenizer)
  }

  pictures(pictures: readonly Picture[]): Promise<Float64Array[]> {
    return picturesThrough(this.#vision, pictures, preparation, 'image_embeds')
  }

  async texts(texts: readonly string[]): Promise<Float64Array[]> {
    const known = ['input_ids', 'attention_mask']
    const { path, inputs } = this.#words
    const ids = inputs.find(({ name }) => name === 'input_ids')
    const other = inputs.find(({ name, type }) => !known.includes(name) || (type !== 'int64' && type !== 'int32'))
    if (!ids || other) throw new InputError(`The text tower ${path} takes ${inputs.map(({ name, type, shape }) => `${name} ${type} ${shapeText(shape)}`).join(' and ')}; it must take input_ids and may take attention_mask, whole numbers [B, ${clipLength}].`)
    const batch = typeof ids.shape[0] === 'number' ? ids.shape[0] : atOnce
    return through(this.#words, texts, batch, 'text_embeds', (chunk, count) => {
      const padded = Array.from({ length: count }, (_, i) => this.#tokenizer.pad(chunk[i] ?? ''))
      const rows: Record<string, number[]> = { input_ids: padded.flatMap(({ ids }) => ids), attention_mask: padded.flatMap(({ length }) => Array.from({ length: clipLength }, (_, i) => (i < length ? 1 : 0))) }
      return Object.fromEntries(inputs.map(({ name, type }) => {
        const values = rows[name]!
        return [name, type === 'int64' ? new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [count, clipLength]) : new ort.Tensor('int32', Int32Array.from(values), [count, clipLength])]
      }))
    })
  }

  async release(): Promise<void> {
    await this.#vision.release()
    await this.#words.release()
  }
}

/**
 * CLIP score: 100 · max(0, cos) of each picture's vector and its text's, averaged (Hessel et al. 2021, eq. 1 with w = 100, as the
 * paper's tables have it). @throws InputError when the towers do not end in one space
 */
export const clipScore = (pictures: readonly Float64Array[], texts: readonly Float64Array[]): number => {
  const [d, e] = [pictures[0]!.length, texts[0]!.length]
  if (d !== e) throw new InputError(`The CLIP towers give vectors of ${d} and ${e} numbers; bring the two towers of one model, with their projections.`)
  const cosines = pictures.map((picture, i) => dot(picture, texts[i]!) / Math.sqrt(dot(picture, picture) * dot(texts[i]!, texts[i]!)))
  return (100 * cosines.reduce((sum, value) => sum + Math.max(0, value), 0)) / cosines.length
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
