import type { RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { MeasureRequest } from '../../protocol/measurements.ts'
import type { Dataset, Picture } from '../data/document.ts'
import { sceneOfPrompt, type Asked } from '../data/shapes/prompt.ts'
import { drawImages } from '../generation/drawImages.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { cutCaption, heldOutPictures } from '../generation/prompts.ts'
import { frechetDistance, momentsOf, type Moments } from './frechet.ts'
import { pictureFeatures } from './pictureFeatures.ts'
import { textureFeatures } from './textureFeatures.ts'
import { checkScene } from './sceneChecker.ts'
import { matchesPrompt } from './sceneCheckerVerdict.ts'

/** The first held-out documents that have a picture. @throws InputError when the dataset has none */
export const pairsOf = (dataset: Dataset, count: number): { text: string; image: Picture }[] => {
  const pairs = heldOutPictures(dataset, count)
  if (pairs.length < count) throw new InputError(`The dataset "${dataset.name}" has ${pairs.length} held-out pictures where ${count} are to be measured; train on shapes, a folder or a mix with pictures, or lower the count.`)
  return pairs
}

/** What drawings are worth. */
export interface DrawingQuality {
  frechet: number
  /** The distance in `textureFeatures`. */
  texture: number
  /**
   * Share with all objects that the caption names, in shape and colour, and no other. A caption that the sequence cuts before its first whole
   * object asks for nothing that could be found, and is not counted; null where no caption is a scene.
   */
  right: number | null
}

/** Drawings of held-out captions by the run's own sampling options, with the captions' pictures and as many others. */
export interface CaptionDrawings {
  own: { text: string; image: Picture }[]
  others: { text: string; image: Picture }[]
  prompts: string[]
  drawn: Picture[]
}

export const drawCaptions = async (model: InferenceModel, dataset: Dataset, request: MeasureRequest, onShare: (share: number) => void): Promise<CaptionDrawings> => {
  const pairs = pairsOf(dataset, 2 * request.count)
  const [own, others] = [pairs.slice(0, request.count), pairs.slice(request.count)]
  const prompts = own.map(({ text }) => cutCaption(text, model.config))
  const { guidance, steps, sampler } = model.config.sample
  return { own, others, prompts, drawn: await drawImages(model, prompts, { guidance, steps, sampler, seed: request.seed, onProgress: (done, total) => onShare(done / total) }) }
}

/** Draws held-out captions again and again with other options, always from the same noise, against the captions' own pictures. */
export class DrawingBench {
  readonly #model: InferenceModel
  readonly #request: MeasureRequest
  readonly #prompts: string[]
  readonly #real: Moments
  readonly #others: Moments
  readonly #texture: { real: Moments; others: Moments }
  readonly #asked: (Asked | null)[]

  constructor(model: InferenceModel, dataset: Dataset, request: MeasureRequest) {
    const pairs = pairsOf(dataset, 2 * request.count)
    const [own, others] = [pairs.slice(0, request.count), pairs.slice(request.count)]
    this.#model = model
    this.#request = request
    this.#prompts = own.map(({ text }) => cutCaption(text, model.config))
    this.#real = momentsOf(own.map(({ image }) => pictureFeatures(image)))
    this.#others = momentsOf(others.map(({ image }) => pictureFeatures(image)))
    this.#texture = { real: momentsOf(own.map(({ image }) => textureFeatures(image))), others: momentsOf(others.map(({ image }) => textureFeatures(image))) }
    this.#asked = this.#prompts.map((prompt) => (model.config.data.name === 'shapes' ? sceneOfPrompt(prompt) : null))
  }

  /** The distance of the dataset to itself, over as many other pictures: what a perfect model would measure. */
  floor(): number {
    return frechetDistance(this.#real, this.#others)
  }

  /** The same in `textureFeatures`. */
  textureFloor(): number {
    return frechetDistance(this.#texture.real, this.#texture.others)
  }

  /** @param options in place of the run's own sampling options */
  async draw(options: Partial<Pick<RunConfig['sample'], 'guidance' | 'steps'>>, onShare: (share: number) => void): Promise<DrawingQuality> {
    const { guidance, steps, sampler } = { ...this.#model.config.sample, ...options }
    const drawn = await drawImages(this.#model, this.#prompts, { guidance, steps, sampler, seed: this.#request.seed, onProgress: (done, total) => onShare(done / total) })
    const judged = drawn.flatMap((picture, i) => this.#asked[i] ? [matchesPrompt(checkScene(picture), this.#asked[i]).pairs] : [])
    const texture = frechetDistance(this.#texture.real, momentsOf(drawn.map(textureFeatures)))
    return { frechet: frechetDistance(this.#real, momentsOf(drawn.map(pictureFeatures))), texture, right: judged.length > 0 ? judged.filter(Boolean).length / judged.length : null }
  }
}
