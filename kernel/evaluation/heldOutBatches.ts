import type { RunConfig } from '../../protocol/config/index.ts'
import { showSequences, type PictureSpace } from '../autoencoder/pictureSpace.ts'
import { Batcher, type Batch } from '../data/batch.ts'
import type { ItemFiller } from '../data/itemPlaces.ts'
import { trainingShape } from '../data/trainingShape.ts'
import type { Dataset } from '../data/document.ts'
import { heldOutSeed } from '../data/heldOutSeed.ts'
import { none, type LaidDocument } from '../data/laidDocument.ts'
import { layOut } from '../data/layout.ts'
import { pack } from '../data/packing.ts'

/** A held-out batch, and the document of each predicting text place. */
export interface HeldOutBatch extends Batch {
  speakers: LaidDocument[]
}

/**
 * The config that held-out documents are laid out with: layout is drawn with a seed of its own, no caption is left out,
 * no clean copy is put in, and all captions come before their image, or all after. So runs are measured on the same sequences, also where they
 * were trained with other orders or under a noise limit, which leaves noisy image-first images untrained.
 */
export const frozenConfig = (config: RunConfig, order: 'captionFirst' | 'imageFirst'): RunConfig =>
  ({ ...config, train: { ...config.train, seed: heldOutSeed }, data: { ...config.data, captionDropout: 0, cleanCopies: false, captionFirst: order === 'captionFirst' ? 1 : 0 } })

/**
 * The first held-out documents in batches of the training shape.
 * @param space what pictures are shown in
 * @param relay changes a document after it is laid out and shown
 */
export async function* heldOutBatches(
  config: RunConfig, dataset: Dataset, count: number, fill: ItemFiller, space: PictureSpace, relay: (document: LaidDocument) => LaidDocument = (document) => document,
): AsyncGenerator<HeldOutBatch> {
  const shape = trainingShape(config)
  const batcher = new Batcher(config, shape)
  let cursor = 0
  for (let i = 0; i < count; i++) {
    const packed = pack((index) => layOut(dataset.document('heldOut', index), index, config, shape.length), cursor, shape.batch, shape.length, shape.most)
    cursor = packed.cursor
    const sequences = (await showSequences(packed.sequences, space, config)).map((sequence) => sequence.map(relay))
    const speakers = sequences.flatMap((sequence) => sequence.flatMap((document) => document.targets.filter((target) => target !== none).map(() => document)))
    yield { ...batcher.assemble(sequences, fill), speakers }
  }
}

/** −log P of the next token at each predicting place, nats. @param vocabulary numbers in a row of the logits */
export const tokenLosses = (logits: Float32Array, { inputs, speakers }: HeldOutBatch, vocabulary: number): number[] => {
  const target = inputs['textTarget'] as Int32Array
  return speakers.map((_, place) => {
    const row = logits.subarray(place * vocabulary, (place + 1) * vocabulary)
    let top = -Infinity, sum = 0
    for (const logit of row) top = Math.max(top, logit)
    for (const logit of row) sum += Math.exp(logit - top)
    return top + Math.log(sum) - row[target[place]!]!
  })
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
