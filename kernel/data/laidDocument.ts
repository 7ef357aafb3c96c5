import { patchesAcross, type RunConfig } from '../../protocol/config/index.ts'
import type { ImageSegment, Picture } from './document.ts'

/** Stands in `tokens` where a patch is, and in `targets` where nothing is predicted by the language model. */
export const none = -1

/** The picture of an image as it lies in a document. */
export interface LaidItem {
  modality: ImageSegment['modality']
  /** Place of its first patch in the document. */
  at: number
  /** Its patches, in raster order. */
  rows: number
  cols: number
  /** Null where it is yet to be made. */
  picture: Picture | null
  /** The clean patches [n · P] where they are not the picture's own pixels: its latents. */
  patches?: Float32Array
  /** Shown clean and without loss. */
  condition: boolean
  /** It comes before its caption: its t has a limit of its own (`diffusion.noiseLimit`, §4.3.4). */
  limited: boolean
  /** What its noise is keyed by: the number of its document in the dataset, and its own number in the document. */
  index: number
  number: number
}

/** A document as a row of elements, tokens and patches; see `layOut`. A position's target is the element after it. */
export interface LaidDocument {
  tokens: number[]
  targets: number[]
  /** The continuous items, in order. */
  items: LaidItem[]
  /** Number of the document in its dataset. */
  index: number
}

/** An image at a place of a document, with nothing more known of it than is given. */
export const laidImage = (config: RunConfig, at: number, more: Partial<LaidItem> = {}): LaidItem => {
  const across = patchesAcross(config)
  return { modality: 'image', at, rows: across, cols: across, picture: null, condition: false, limited: false, index: 0, number: 0, ...more }
}

/** Patches n of an item. */
export const patchesOf = ({ rows, cols }: Pick<LaidItem, 'rows' | 'cols'>): number => rows * cols
