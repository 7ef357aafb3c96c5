import { createHash } from 'node:crypto'
import { InputError } from '../../../protocol/errors.ts'
import { Random } from '../../random/stream.ts'
import type { Dataset, Document, Picture, Split } from '../document.ts'
import { heldOutSeed } from '../heldOutSeed.ts'
import { image, pictureDocument, text } from '../segments.ts'
import { drawCaption } from './caption.ts'
import { drawEdit } from './edit.ts'
import { splitCombinations } from './heldOut.ts'
import { renderScene } from './render.ts'
import { drawCount, drawCombinations, drawScene } from './scene.ts'
import { allCombinations } from './vocabulary.ts'

export interface ShapesOptions {
  maxObjects: number
  positions: number
  jitter: number
  heldOut: number
  /** Share of documents that are edits: a scene that is given, an instruction, and the edited scene. Default 0. */
  edits?: number
  /** Share of documents that hold two captioned scenes. Default 0. */
  stories?: number
}

/** Counts up whenever the same options would give other documents. */
const version = 2

const smallest = 16

/** Captioned scenes without end. A held-out scene has at least one combination of shape, colour and size that no training scene has. */
export function openShapes(options: ShapesOptions, imageSize: number, seed: number): Dataset {
  if (imageSize < smallest) {
    throw new InputError(`image.size is ${imageSize}, too small for the shapes dataset to be read; set it to ${smallest} or more.`)
  }
  const { maxObjects, positions, jitter, heldOut, edits = 0, stories = 0 } = options
  const combinations = splitCombinations(heldOut)

  function captioned(split: Split, random: Random): { caption: string; picture: Picture } {
    const count = drawCount(maxObjects, random)
    const drawn = split === 'train' ? drawCombinations(count, combinations.train, combinations.train, random) : drawCombinations(count, combinations.heldOut, allCombinations, random)
    const scene = drawScene(drawn, jitter, random)
    return { caption: drawCaption(scene, positions, random), picture: renderScene(scene, imageSize) }
  }

  function document(split: Split, index: number): Document {
    const at = (number: number): Random => new Random({ seed: split === 'train' ? seed : heldOutSeed, stream: 'content', step: index, index: 2 * number + (split === 'train' ? 0 : 1) })
    // What a document is has numbers of its own, so that captioned scenes stay what they are without edits and stories.
    const kind = at(1).uniform()
    if (kind < edits) {
      const { source, instruction, target } = drawEdit(options, split === 'heldOut', at(2))
      return { segments: [image(renderScene(source, imageSize), { condition: true }), text(instruction), image(renderScene(target, imageSize))] }
    }
    const { caption, picture } = captioned(split, at(0))
    if (kind >= edits + stories) return pictureDocument(caption, picture)
    const second = captioned(split, at(3))
    return { segments: [text(caption), image(picture), text(second.caption), image(second.picture)] }
  }

  return {
    name: 'shapes',
    size: () => Infinity,
    document,
    sha256: createHash('sha256').update(JSON.stringify({ name: 'shapes', version, maxObjects, positions, jitter, heldOut, imageSize, seed, ...(edits + stories > 0 ? { edits, stories } : {}) })).digest('hex'),
    problems: [],
  }
}
