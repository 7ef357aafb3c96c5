import type { RunConfig } from '../../protocol/config/index.ts'
import { pixelPictures, showSequences, type PictureSpace } from '../autoencoder/pictureSpace.ts'
import { Batcher, type Batch } from '../data/batch.ts'
import { trainingShape } from '../data/trainingShape.ts'
import type { Dataset } from '../data/document.ts'
import { layOut } from '../data/layout.ts'
import { pack } from '../data/packing.ts'
import { trainingNoise } from './noising.ts'

/** The batches of a run, in order. Where it stands is one number: the next document. */
export class TrainingBatches {
  readonly #config: RunConfig
  readonly #dataset: Dataset
  readonly #batcher: Batcher
  readonly #space: PictureSpace
  /** Number of the next document; kept in checkpoints. */
  cursor: number

  constructor(config: RunConfig, dataset: Dataset, cursor: number, space: PictureSpace = pixelPictures(config)) {
    this.#space = space
    this.#config = config
    this.#dataset = dataset
    this.#batcher = new Batcher(config, trainingShape(config))
    this.cursor = cursor
  }

  async next(): Promise<Batch> {
    const { batch, length, most } = trainingShape(this.#config)
    const laid = (index: number) => layOut(this.#dataset.document('train', index), index, this.#config, length)
    const { sequences, cursor } = pack(laid, this.cursor, batch, length, most)
    this.cursor = cursor
    return this.#batcher.assemble(await showSequences(sequences, this.#space, this.#config), trainingNoise(this.#config))
  }
}
