import { createHash } from 'node:crypto'
import { Random } from '../random/stream.ts'
import type { Dataset, Split } from './document.ts'
import { heldOutSeed } from './heldOutSeed.ts'

/** A dataset and how often it is drawn. */
export interface MixPart {
  dataset: Dataset
  weight: number
}

/** Above the numbers that an order of one dataset uses. */
const firstIndex = 1000

/** Draws each document from one of several datasets, in proportion to their weights. The part gets the mix's own index, so that a document still depends on its index alone. */
export function mixDatasets(parts: readonly MixPart[], seed: number): Dataset {
  const sizeOf = (split: Split): number => parts.reduce((sum, { dataset }) => sum + dataset.size(split), 0)
  return {
    name: 'mix',
    size: sizeOf,
    document(split, index) {
      const train = split === 'train'
      const random = new Random({ seed: train ? seed : heldOutSeed, stream: 'order', step: index, index: firstIndex + (train ? 0 : 1) })
      return random.weighted(parts).dataset.document(split, index)
    },
    sha256: createHash('sha256').update(JSON.stringify(parts.map(({ dataset, weight }) => [dataset.name, dataset.sha256, weight]))).digest('hex'),
    pictures: parts.flatMap(({ dataset }) => dataset.pictures ?? []),
    problems: parts.flatMap(({ dataset }) => dataset.problems),
  }
}
