import type { RunConfig } from '../../protocol/config/index.ts'
import { hasImages, patchesPerImage } from '../../protocol/config/index.ts'
import { Random } from '../random/stream.ts'
import type { Document, Picture } from './document.ts'
import { encode, specials } from './tokenizer.ts'

/** Stands in `tokens` where a patch is, and in `targets` where nothing is predicted by the language model. */
export const none = -1

/**
 * A document as a row of elements. Every document starts with ⟨end of text⟩:
 * caption first: ⟨eot⟩ caption ⟨BOI⟩ patches ⟨EOI⟩ · image first: ⟨eot⟩ ⟨BOI⟩ patches ⟨EOI⟩ caption · text: ⟨eot⟩ text.
 * A position's target is the element after it; there is none where the input is BOI or a patch (footnote 8, §3).
 */
export interface LaidDocument {
  tokens: number[]
  targets: number[]
  /** Place of the first patch; null for text alone. */
  imageAt: number | null
  picture: Picture | null
  /** The clean patches [n · P] of an image that is shown as latents; left out where they are the picture's own pixels. */
  patches?: Float32Array
  imageFirst: boolean
  /** Number of the document in its dataset: what its noise is keyed by. */
  index: number
}

/**
 * Lays a document out: draws which of image and caption comes first, and whether the caption is left out.
 * For the baselines textOnly and imageOnly a document is its text alone, or the patches of its image and nothing else.
 * What is longer than `length` is cut: a caption at its end, a text to a window drawn at random.
 */
export const layOut = (document: Document, index: number, config: RunConfig, length: number): LaidDocument => {
  const { captionFirst, captionDropout } = config.data
  const random = new Random({ seed: config.train.seed, stream: 'layout', step: index })
  const first = random.uniform() < captionFirst
  const dropped = random.uniform() < captionDropout
  const bytes = encode(document.text)
  if (!document.image || !hasImages(config)) {
    const room = length - 1
    const start = bytes.length > room ? random.integer(bytes.length - room + 1) : 0
    return { ...withTargets([specials.endOfText, ...bytes.slice(start, start + room)], start + room >= bytes.length), imageAt: null, picture: null, imageFirst: false, index }
  }
  const n = patchesPerImage(config)
  if (config.baseline === 'imageOnly') {
    const tokens = Array<number>(n).fill(none)
    return { tokens, targets: [...tokens], imageAt: 0, picture: document.image, imageFirst: false, index }
  }
  const caption = first && dropped ? [] : bytes.slice(0, length - n - 3)
  const image = [specials.beginImage, ...Array<number>(n).fill(none), specials.endImage]
  const tokens = first ? [specials.endOfText, ...caption, ...image] : [specials.endOfText, ...image, ...caption]
  const whole = caption.length === bytes.length || first
  return { ...withTargets(tokens, whole), imageAt: tokens.indexOf(none), picture: document.image, imageFirst: !first, index }
}

const withTargets = (tokens: number[], whole: boolean): { tokens: number[]; targets: number[] } => {
  const last = whole ? specials.endOfText : none
  const targets = tokens.map((token, i) => (token === none || token === specials.beginImage ? none : (tokens[i + 1] ?? last)))
  return { tokens, targets }
}
