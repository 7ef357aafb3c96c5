import { createHash } from 'node:crypto'
import { InputError } from '../../../protocol/errors.ts'
import { Random } from '../../random/stream.ts'
import type { Dataset, Document, Split } from '../document.ts'
import { heldOutSeed } from '../heldOutSeed.ts'
import { pictureDocument } from '../segments.ts'
import { drawCaption } from './caption.ts'
import { splitCombinations } from './heldOut.ts'
import { renderScene } from './render.ts'
import { drawCount, drawCombinations, drawScene } from './scene.ts'
import { allCombinations } from './vocabulary.ts'

export interface ShapesOptions {
  maxObjects: number
  positions: number
  jitter: number
  heldOut: number
}

/** Counts up whenever the same options would give other documents. */
const version = 2

const smallest = 16

/** Captioned scenes without end. A held-out scene has at least one combination of shape, colour and size that no training scene has. */
export function openShapes(options: ShapesOptions, imageSize: number, seed: number): Dataset {
  if (imageSize < smallest) {
    throw new InputError(`image.size is ${imageSize}, too small for the shapes dataset to be read; set it to ${smallest} or more.`)
  }
  const { maxObjects, positions, jitter, heldOut } = options
  const combinations = splitCombinations(heldOut)

  function document(split: Split, index: number): Document {
    const train = split === 'train'
    const random = new Random({ seed: train ? seed : heldOutSeed, stream: 'content', step: index, index: train ? 0 : 1 })
    const count = drawCount(maxObjects, random)
    const drawn = train ? drawCombinations(count, combinations.train, combinations.train, random) : drawCombinations(count, combinations.heldOut, allCombinations, random)
    const scene = drawScene(drawn, jitter, random)
    return pictureDocument(drawCaption(scene, positions, random), renderScene(scene, imageSize))
  }

  return {
    name: 'shapes',
    size: () => Infinity,
    document,
    sha256: createHash('sha256').update(JSON.stringify({ name: 'shapes', version, maxObjects, positions, jitter, heldOut, imageSize, seed })).digest('hex'),
    problems: [],
  }
}
